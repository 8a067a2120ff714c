# frozen_string_literal: true

module OtelLambda
  module Instrumentation
    module AwsSdk
      # What calls of AWS's services tell, a class for those with more than all have.
      module Services
        # Returns what describes a call.
        def self.of(context)
          id = context.config.api.metadata['serviceId'].to_s
          (CLASSES[id] || Service).new(context, id)
        end

        # One call of an operation; `parameters` are the function's.
        class Service
          def initialize(context, id)
            @context = context
            @id = id
            @operation = context.operation.name.to_s
            @parameters = context.params.is_a?(Hash) ? context.params : {}
          end

          def span_name
            "#{@id}.#{@operation}"
          end

          def kind
            Sdk::CLIENT
          end

          def attributes
            config = @context.config
            endpoint = config.endpoint if config.respond_to?(:endpoint)
            { 'rpc.system' => 'aws-api', 'rpc.service' => @id, 'rpc.method' => @operation,
              'cloud.region' => config.region, 'server.address' => endpoint&.host, 'server.port' => endpoint&.port }
              .merge(request_attributes)
          end

          # Returns what this service's request tells.
          def request_attributes
            {}
          end

          # Returns what this service's response tells.
          def response_attributes(_data)
            {}
          end

          # Returns a copy of the parameters in which the current context is; nil where it has no place.
          def inject(_calls); end

          private

          # Returns a member of a response, if it has one of that name.
          def member(data, name)
            data[name] if data.respond_to?(:members) && data.members.include?(name)
          end

          # Returns a copy of a message with the context among its attributes.
          def with_context(calls, message)
            attributes = message[:message_attributes] || {}
            added = {}
            calls.inject do |name, value|
              added[name] = { data_type: 'String', string_value: value } unless attributes.key?(name)
            end
            # what the services take; a message that would have more keeps its own only
            return message if added.empty? || attributes.size + added.size > 10

            message.merge(message_attributes: attributes.merge(added))
          end

          def with_context_in_each(calls, name)
            entries = @parameters[name]
            return unless entries.is_a?(Array)

            @parameters.merge(name => entries.map { |each| with_context(calls, each) })
          end
        end

        # DynamoDB (docs/db/dynamodb.md). Keys and items are the user's data, and not reported.
        class DynamoDb < Service
          NAMES = {
            consistent_read: 'consistent_read', projection_expression: 'projection', limit: 'limit',
            attributes_to_get: 'attributes_to_get', index_name: 'index_name', select: 'select',
            scan_index_forward: 'scan_forward', segment: 'segment', total_segments: 'total_segments',
            exclusive_start_table_name: 'exclusive_start_table'
          }.freeze
          private_constant :NAMES

          def request_attributes
            values = { 'db.system.name' => 'aws.dynamodb', 'db.operation.name' => @operation }
            values['aws.dynamodb.table_names'] = tables unless tables.empty?
            values['db.collection.name'] = tables.first if tables.size == 1
            NAMES.each { |key, name| values["aws.dynamodb.#{name}"] = @parameters[key] if @parameters.key?(key) }
            values
          end

          def response_attributes(data)
            { 'aws.dynamodb.count' => member(data, :count),
              'aws.dynamodb.scanned_count' => member(data, :scanned_count) }
          end

          private

          def tables
            items = @parameters[:request_items]
            [*@parameters[:table_name], *(items.is_a?(Hash) ? items.keys : [])]
          end
        end

        # SQS (docs/messaging/sqs.md).
        class Sqs < Service
          OPERATIONS = {
            'SendMessage' => %w[send send], 'SendMessageBatch' => %w[send send],
            'ReceiveMessage' => %w[receive receive],
            'DeleteMessage' => %w[settle delete], 'DeleteMessageBatch' => %w[settle delete]
          }.freeze
          private_constant :OPERATIONS

          def kind
            @operation.start_with?('SendMessage') ? Sdk::PRODUCER : super
          end

          def request_attributes
            url = @parameters[:queue_url]
            type, name = OPERATIONS[@operation]
            { 'messaging.system' => 'aws_sqs', 'aws.sqs.queue.url' => url,
              'messaging.destination.name' => url&.rpartition('/')&.last,
              'messaging.operation.type' => type, 'messaging.operation.name' => name,
              'messaging.batch.message_count' => @parameters[:entries]&.size }
          end

          def response_attributes(data)
            { 'messaging.message.id' => member(data, :message_id),
              'messaging.batch.message_count' => member(data, :messages)&.size }
          end

          def inject(calls)
            case @operation
            when 'SendMessage' then with_context(calls, @parameters)
            when 'SendMessageBatch' then with_context_in_each(calls, :entries)
            end
          end
        end

        # SNS (docs/messaging/sns.md); a phone number is the user's data, and not reported.
        class Sns < Service
          def kind
            @operation.start_with?('Publish') ? Sdk::PRODUCER : super
          end

          def request_attributes
            arn = @parameters[:topic_arn] || @parameters[:target_arn]
            values = { 'messaging.system' => 'aws.sns', 'aws.sns.topic.arn' => arn,
                       'messaging.destination.name' => arn&.rpartition(':')&.last,
                       'messaging.batch.message_count' => @parameters[:publish_batch_request_entries]&.size }
            return values unless @operation.start_with?('Publish')

            values.merge('messaging.operation.type' => 'send', 'messaging.operation.name' => 'publish')
          end

          def response_attributes(data)
            { 'messaging.message.id' => member(data, :message_id) }
          end

          def inject(calls)
            case @operation
            when 'Publish' then with_context(calls, @parameters)
            when 'PublishBatch' then with_context_in_each(calls, :publish_batch_request_entries)
            end
          end
        end

        # Lambda (docs/faas/faas-spans.md).
        class Functions < Service
          MAX_CONTEXT = 3583 # the bytes in base64 that Lambda takes
          private_constant :MAX_CONTEXT

          def request_attributes
            return {} unless @operation == 'Invoke'

            { 'faas.invoked_provider' => 'aws', 'faas.invoked_name' => name,
              'faas.invoked_region' => @context.config.region }
          end

          # Puts the context into the client context, which does not change what the function is given.
          def inject(calls)
            return unless @operation == 'Invoke'

            given = @parameters[:client_context]
            context = given ? JSON.parse(given.unpack1('m')) : {}
            return unless context.is_a?(Hash)

            custom = (context['custom'] || {}).dup
            calls.inject { |name, value| custom[name] = value }
            encoded = [JSON.generate(context.merge('custom' => custom))].pack('m0')
            @parameters.merge(client_context: encoded) if encoded.bytesize <= MAX_CONTEXT
          end

          private

          # Returns the name in an ARN, in `ACCOUNT:function:NAME` or in `NAME:QUALIFIER`.
          def name
            parts = @parameters[:function_name].to_s.split(':')
            position = parts.index('function')
            position ? parts[position + 1] : parts.first
          end
        end

        # Services of which a call says no more than the resource that it is about.
        class Resources < Service
          NAMES = {
            bucket: 'aws.s3.bucket', key: 'aws.s3.key', copy_source: 'aws.s3.copy_source',
            upload_id: 'aws.s3.upload_id', part_number: 'aws.s3.part_number', stream_name: 'aws.kinesis.stream_name',
            state_machine_arn: 'aws.step_functions.state_machine.arn', activity_arn: 'aws.step_functions.activity.arn'
          }.freeze
          SECRET = 'aws.secretsmanager.secret.arn'
          private_constant :NAMES, :SECRET

          def request_attributes
            secret = @parameters[:secret_id].to_s
            values = NAMES.to_h { |key, name| [name, @parameters[key]] }
            values[SECRET] = secret if secret.start_with?('arn:')
            values
          end

          def response_attributes(data)
            @id == 'Secrets Manager' ? { SECRET => member(data, :arn) } : {}
          end
        end

        CLASSES = {
          'DynamoDB' => DynamoDb, 'SQS' => Sqs, 'SNS' => Sns, 'Lambda' => Functions, 'S3' => Resources,
          'Kinesis' => Resources, 'EventBridge' => Resources, 'SFN' => Resources, 'Secrets Manager' => Resources
        }.freeze
        private_constant :CLASSES
      end
    end
  end
end
