# frozen_string_literal: true

require_relative 'event'
require_relative 'records'

module OtelLambda
  module Trigger
    # X-Ray's header as SQS keeps it with a message, in lower case.
    AWS_TRACE_HEADER = 'awstraceheader'

    # What triggered an invocation, as its event tells; by itself one that nothing is known of.
    class Base
      def initialize(event = nil)
        @event = event
      end

      # Returns the value of `faas.trigger`: datasource, http, other, pubsub or timer.
      def type
        'other'
      end

      # Returns the kind of the invocation's span.
      def kind
        Sdk::SERVER
      end

      # Returns the headers that the event carries, by their names in lower case.
      def headers
        Event.headers(@event)
      end

      # Returns the span's name, or nil for the function's name.
      def span_name; end

      # Returns what the event tells beyond the attributes that every invocation has; nil is left out.
      def attributes
        {}
      end

      # Returns for each known message what its sender's context may be read from, names in lower case.
      def messages
        []
      end

      # Tells if the event is one message, or a batch of one.
      def single_message?
        false
      end

      # Returns the name of the span for the time that the event has waited, and since when, in nanoseconds since the
      # epoch; nil where the event does not tell.
      def wait; end

      # Returns the HTTP status that a response, JSON, stands for; nil if there is none.
      def status_code(_response); end

      private

      def text(*path)
        Event.text(@event, *path)
      end
    end
  end
end
