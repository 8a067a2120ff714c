# frozen_string_literal: true

module OtelLambda
  module Function
    # Makes spans of the time that events have waited in a service before the function.
    class QueueSpans
      # As long as a service keeps an event at most, in nanoseconds.
      MAX_WAIT = 14 * 24 * 3600 * 1_000_000_000
      private_constant :MAX_WAIT

      def initialize(tracing, scope)
        @tracing = tracing
        @scope = scope
      end

      # Returns the context in which the invocation's span starts now: that of the span of its event's wait, or the
      # parent's if the event does not tell since when it has waited, or nothing that can be true.
      def context(trigger, parent, now)
        name, since = trigger.wait
        return parent unless since && since < now && now - since <= MAX_WAIT

        span = @tracing.start(@scope, name, attributes: { 'faas.trigger' => trigger.type }, context: parent,
                                            start_time: since)
        span.finish(now)
        parent.with_span(span)
      end
    end
  end
end
