# frozen_string_literal: true

module OtelLambda
  module Trigger
    # An SNS topic, which sends one message at a time.
    class Sns < Messaging
      def initialize(event)
        super(event, Records.of(event, 'Records'))
      end

      def wait
        ['sns wait', Times.iso(Event.text(@records.known.first, 'Sns', 'Timestamp'))]
      end

      private

      def system
        'aws.sns'
      end

      def destination
        @records.common('Sns', 'TopicArn')&.rpartition(':')&.last
      end

      def message_id(message)
        Event.text(message, 'Sns', 'MessageId')
      end

      # Tells if there is more than one message, which SNS does not send.
      def batch?
        @records.size > 1
      end

      def read_context(message, carrier)
        Event.mapping(message, 'Sns', 'MessageAttributes').each do |name, attribute|
          put(carrier, name, Event.text(attribute, 'Value'))
        end
      end
    end
  end
end
