# frozen_string_literal: true

require_relative 'ids'

module OtelLambda
  module Propagation
    # B3: reads either form, the single header first; `multiple` reads and writes the several headers only.
    class B3
      SAMPLED = %w[1 true d].freeze
      private_constant :SAMPLED

      def initialize(multiple:)
        @multiple = multiple
      end

      def fields
        @multiple ? %w[X-B3-TraceId X-B3-SpanId X-B3-Sampled] : %w[b3]
      end

      def extract(context, headers)
        parent = @multiple ? nil : single(headers.fetch('b3', ''))
        parent ||= parse(
          headers.fetch('x-b3-traceid', ''), headers.fetch('x-b3-spanid', ''),
          headers['x-b3-flags'] == '1' ? 'd' : headers.fetch('x-b3-sampled', '')
        )
        parent ? context.with_span(Sdk::RemoteSpan.new(parent)) : context
      end

      def inject(context)
        own = context.span&.context
        return unless own

        sampled = (own.trace_flags & 1).to_s
        return yield 'b3', "#{own.trace_id}-#{own.span_id}-#{sampled}" unless @multiple

        yield 'X-B3-TraceId', own.trace_id
        yield 'X-B3-SpanId', own.span_id
        yield 'X-B3-Sampled', sampled
      end

      private

      # Reads `TRACE-SPAN-SAMPLED-PARENT`, of which the last two may be missing.
      def single(header)
        trace, span, sampled = header.strip.split('-')
        parse(trace, span, sampled.to_s) if span
      end

      def parse(trace, span, sampled)
        return unless [16, 32].include?(trace.length) && span.length == 16

        trace_id = Ids.padded(trace, 32)
        span_id = Ids.padded(span, 16)
        return unless trace_id && span_id

        Sdk::SpanContext.new(trace_id, span_id, SAMPLED.include?(sampled.downcase) ? 1 : 0, remote: true)
      end
    end
  end
end
