# frozen_string_literal: true

require_relative 'ids'

module OtelLambda
  module Propagation
    # OpenTracing's headers `ot-tracer-traceid`, `ot-tracer-spanid`, `ot-tracer-sampled`.
    module OtTrace
      class << self
        def fields
          %w[ot-tracer-traceid ot-tracer-spanid ot-tracer-sampled]
        end

        def extract(context, headers)
          trace_id = Ids.padded(headers.fetch('ot-tracer-traceid', ''), 32)
          span_id = Ids.padded(headers.fetch('ot-tracer-spanid', ''), 16)
          return context unless trace_id && span_id

          sampled = %w[true 1].include?(headers.fetch('ot-tracer-sampled', '').downcase)
          parent = Sdk::SpanContext.new(trace_id, span_id, sampled ? 1 : 0, remote: true)
          context.with_span(Sdk::RemoteSpan.new(parent))
        end

        # Puts the headers; of the trace's id they have the last 64 bits.
        def inject(context)
          own = context.span&.context
          return unless own

          yield 'ot-tracer-traceid', own.trace_id[16, 16]
          yield 'ot-tracer-spanid', own.span_id
          yield 'ot-tracer-sampled', own.sampled?.to_s
        end
      end
    end
  end
end
