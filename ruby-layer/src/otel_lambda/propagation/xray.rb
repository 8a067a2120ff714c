# frozen_string_literal: true

require_relative 'ids'

module OtelLambda
  module Propagation
    # AWS X-Ray's header `X-Amzn-Trace-Id`.
    module XRay
      NAME = 'X-Amzn-Trace-Id'
      HEADER = 'x-amzn-trace-id'

      class << self
        def fields
          [NAME]
        end

        def extract(context, headers)
          parent = parse(headers.fetch(HEADER, ''))
          parent ? context.with_span(Sdk::RemoteSpan.new(parent)) : context
        end

        # Reads `Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1`.
        def parse(header)
          parts = header.split(';').reverse.to_h { |part| part.strip.partition('=').values_at(0, 2) }
          root = parts.fetch('Root', '')
          return unless root.match?(/\A1-\h{8}-\h{24}\z/)

          trace_id = Ids.padded(root[2, 8] + root[11, 24], 32)
          span = parts.fetch('Parent', '')
          span_id = Ids.padded(span, 16) if span.length == 16
          return unless trace_id && span_id

          Sdk::SpanContext.new(trace_id, span_id, parts['Sampled'] == '1' ? 1 : 0, remote: true)
        end

        def inject(context)
          own = context.span&.context
          yield NAME, value(own) if own
        end

        # Returns the header that names a span.
        def value(context)
          "Root=1-#{context.trace_id[0, 8]}-#{context.trace_id[8, 24]};" \
            "Parent=#{context.span_id};Sampled=#{context.trace_flags & 1}"
        end
      end
    end
  end
end
