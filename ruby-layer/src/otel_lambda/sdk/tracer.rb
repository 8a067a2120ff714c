# frozen_string_literal: true

module OtelLambda
  module Sdk
    # Makes the spans of all scopes: one sampler, one set of limits, one way out.
    class Tracing
      # How many open spans are known to the timeout guard; spans that never end must not pile up.
      MAX_OPEN = 1000
      private_constant :MAX_OPEN

      # Returns the open spans, by their ids.
      attr_reader :open

      def initialize(sampler, limits, &on_end)
        @sampler = sampler
        @limits = limits
        @open = {}
        @on_end = lambda do |span|
          @open.delete(span.context.span_id)
          on_end.call(span)
        end
      end

      # Starts a span below that of `context`; it is not made current.
      def start(scope, name, kind: INTERNAL, attributes: nil, context: Context.current, start_time: nil)
        parent = context.span&.context
        trace_id = parent ? parent.trace_id : Random.urandom(16).unpack1('H*')
        sampled = @sampler.sampled?(parent, trace_id)
        own = SpanContext.new(trace_id, Random.urandom(8).unpack1('H*'), sampled ? 1 : 0,
                              trace_state: parent ? parent.trace_state : '')
        return RemoteSpan.new(own) unless sampled

        span = Span.new(own, parent, name, kind, scope, @limits, start_time, &@on_end)
        span.set_attributes(attributes) if attributes
        @open[own.span_id] = span if @open.size < MAX_OPEN
        span
      end
    end
  end
end
