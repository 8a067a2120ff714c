# frozen_string_literal: true

module OtelLambda
  module Trigger
    # An event of an EventBridge bus, which it does not name.
    #
    # The X-Ray header that an event was sent with reaches a function in its environment; what a sender can add is a
    # member of `detail`.
    class EventBridge < Messaging
      def initialize(event)
        super(event, Records.new([event]))
      end

      def wait
        ['eventbridge wait', Times.iso(text('time'))]
      end

      private

      def system
        'aws.eventbridge'
      end

      def source
        text('source')
      end

      def message_id(message)
        Event.text(message, 'id')
      end

      def batch?
        false
      end

      def read_context(message, carrier)
        Event.mapping(message, 'detail').each { |name, value| put(carrier, name, value) }
      end
    end
  end
end
