# frozen_string_literal: true

module OtelLambda
  module Trigger
    # An SQS queue; a message may be one that SNS has sent to the queue.
    class Sqs < Messaging
      def initialize(event)
        super(event, Records.of(event, 'Records'))
      end

      def wait
        ['sqs wait', Times.millis(Event.text(@records.known.first, 'attributes', 'SentTimestamp'))]
      end

      private

      def system
        'aws_sqs'
      end

      def destination
        @records.common('eventSourceARN')&.rpartition(':')&.last
      end

      # Returns the queue, or the event source where messages do not tell their queue.
      def source
        @records.known.first.key?('eventSourceARN') ? destination : @records.common('eventSource')
      end

      def message_id(message)
        Event.text(message, 'messageId')
      end

      # Reads message attributes, those of a notification in the body too, and X-Ray's header.
      def read_context(message, carrier)
        read_notification(Event.text(message, 'body'), carrier)
        Event.mapping(message, 'messageAttributes').each do |name, attribute|
          put(carrier, name, Event.text(attribute, 'stringValue'))
        end
        put(carrier, AWS_TRACE_HEADER, Event.text(message, 'attributes', 'AWSTraceHeader'))
      end

      def read_notification(body, carrier)
        return unless body&.start_with?('{') && body&.include?('"MessageAttributes"')

        Event.mapping(JSON.parse(body), 'MessageAttributes').each do |name, attribute|
          put(carrier, name, Event.text(attribute, 'Value'))
        end
      rescue JSON::ParserError
        nil
      end
    end
  end
end
