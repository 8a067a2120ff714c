# frozen_string_literal: true

require_relative 'base'

module OtelLambda
  # The kinds of events that trigger an invocation. They are told apart by a few members of their events; the file of
  # that one only is loaded.
  module Trigger
    {
      'active_mq' => 'brokers', 'kafka' => 'brokers', 'rabbit_mq' => 'brokers',
      'api_gateway_http' => 'api_gateway', 'api_gateway_rest' => 'api_gateway',
      'api_gateway_web_socket' => 'api_gateway', 'api_gateway_authorizer' => 'api_gateway',
      's3' => 'datasource', 'dynamo_db' => 'datasource', 'document_db' => 'datasource', 'http' => 'http',
      'app_sync' => 'app_sync', 'event_bridge' => 'event_bridge', 'kinesis' => 'kinesis',
      'load_balancer' => 'load_balancer', 'messaging' => 'messaging', 'query' => 'query', 'scheduled' => 'scheduled',
      'sns' => 'sns', 'sqs' => 'sqs', 'step_functions' => 'step_functions',
      'times' => 'times'
    }.each { |name, file| autoload(name.split('_').map(&:capitalize).join.to_sym, "#{__dir__}/#{file}") }

    class << self
      # Returns what triggered the invocation with this event.
      def of(event)
        # AppSync resolves fields in batches
        return of_app_sync(event.first) if event.is_a?(Array)
        return Base.new(event) unless event.is_a?(Hash)

        trigger_class(event).new(event)
      end

      private

      def of_app_sync(first)
        first.is_a?(Hash) && AppSync.event?(first) ? AppSync.new(first) : Base.new
      end

      def trigger_class(event)
        return ApiGatewayAuthorizer if event.key?('methodArn') || event.key?('routeArn')
        return AppSync if (event.key?('request') || event.key?('requestHeaders')) && AppSync.event?(event)
        return of_request(event) if event.key?('requestContext')
        return of_records(first(event, 'Records')) if event.key?('Records')
        return of_event_bridge(event) if Event.text(event, 'detail-type') && Event.text(event, 'source')
        return DocumentDb if Event.text(first(event, 'events'), 'event', 'operationType')
        return of_broker(event['eventSource']) if event.key?('eventSource')

        Event.text(event, 'StateMachine', 'Id') ? StepFunctions : Base
      end

      def of_request(event)
        context = event['requestContext']
        return ApiGatewayHttp if Event.text(context, 'http', 'method')
        return LoadBalancer if Event.text(context, 'elb', 'targetGroupArn')
        return ApiGatewayWebSocket if Event.text(context, 'connectionId')

        Event.text(event, 'httpMethod') && Event.text(context, 'stage') ? ApiGatewayRest : Base
      end

      def of_records(record)
        case source = Event.text(record, 'eventSource') || Event.text(record, 'EventSource')
        when 'aws:sns' then Sns
        when 'aws:kinesis' then Kinesis
        when 'aws:dynamodb' then DynamoDb
        when 'aws:s3' then S3
        else source && record.key?('messageId') ? Sqs : Base
        end
      end

      def of_event_bridge(event)
        scheduled = event['detail-type'] == 'Scheduled Event' && %w[aws.events aws.scheduler].include?(event['source'])
        scheduled ? Scheduled : EventBridge
      end

      def of_broker(source)
        case source
        when 'aws:kafka', 'SelfManagedKafka' then Kafka
        when 'aws:mq' then ActiveMq
        when 'aws:rmq' then RabbitMq
        else Base
        end
      end

      def first(event, name)
        record = Event.array(event, name).first
        record.is_a?(Hash) ? record : {}
      end
    end
  end
end
