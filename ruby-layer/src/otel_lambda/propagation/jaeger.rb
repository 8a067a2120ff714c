# frozen_string_literal: true

require_relative 'ids'

module OtelLambda
  module Propagation
    # Jaeger's header `uber-trace-id`, and its baggage in `uberctx-…`.
    module Jaeger
      BAGGAGE = 'uberctx-'
      private_constant :BAGGAGE

      class << self
        def fields
          %w[uber-trace-id]
        end

        def extract(context, headers)
          parent = parse(Percent.decode(headers.fetch('uber-trace-id', '')))
          context = context.with_span(Sdk::RemoteSpan.new(parent)) if parent
          entries = headers.select { |name, _| name.start_with?(BAGGAGE) && name.length > BAGGAGE.length }
          return context if entries.empty?

          entries = entries.to_h { |name, value| [name.delete_prefix(BAGGAGE), Percent.decode(value)] }
          context.with_baggage(context.baggage.merge(entries))
        end

        def inject(context)
          own = context.span&.context
          return unless own

          yield 'uber-trace-id', "#{own.trace_id}:#{own.span_id}:0:#{format('%02x', own.trace_flags & 1)}"
          context.baggage.each do |key, value|
            yield BAGGAGE + key, Percent.encode(value.to_s, Baggage::PLAIN)
          end
        end

        private

        # Reads `TRACE:SPAN:PARENT:FLAGS`, all in hexadecimal digits.
        def parse(header)
          trace, span, _, flags, *rest = header.strip.split(':', -1)
          return unless flags && rest.empty?

          trace_id = Ids.padded(trace, 32)
          span_id = Ids.padded(span, 16)
          return unless trace_id && span_id

          flags = Ids.padded(flags, 2)
          Sdk::SpanContext.new(trace_id, span_id, flags ? flags.hex & 1 : 0, remote: true)
        end
      end
    end
  end
end
