# frozen_string_literal: true

require_relative 'ids'

module OtelLambda
  module Propagation
    # W3C Trace Context, level 1: `traceparent` and `tracestate`.
    module TraceContext
      MAX_MEMBERS = 32
      KEY = %r{\A[a-z0-9_\-*/@]{1,256}\z}
      VALUE = /\A[ -<>-~]{1,256}\z/
      private_constant :MAX_MEMBERS, :KEY, :VALUE

      class << self
        def fields
          %w[traceparent tracestate]
        end

        def extract(context, headers)
          parent = parse(headers.fetch('traceparent', '').strip, headers.fetch('tracestate', ''))
          parent ? context.with_span(Sdk::RemoteSpan.new(parent)) : context
        end

        def inject(context)
          own = context.span&.context
          return unless own

          yield 'traceparent', "00-#{own.trace_id}-#{own.span_id}-#{format('%02x', own.trace_flags & 0xff)}"
          yield 'tracestate', own.trace_state unless own.trace_state.empty?
        end

        private

        def parse(header, state)
          version, trace, span, flags, *rest = header.split('-', -1)
          return unless flags && version.match?(/\A[0-9a-f]{2}\z/) && version != 'ff'
          return if version == '00' && !rest.empty?

          trace_id = Ids.exact(trace, 32)
          span_id = Ids.exact(span, 16)
          return unless trace_id && span_id && flags.match?(/\A[0-9a-f]{2}\z/)

          Sdk::SpanContext.new(trace_id, span_id, flags.hex & 1, trace_state: trace_state(state), remote: true)
        end

        # Returns the list without blanks; nothing if it is malformed or repeats a key.
        def trace_state(header)
          members = {}
          header.split(',').map(&:strip).reject(&:empty?).each do |member|
            key, equals, value = member.partition('=')
            return '' if equals.empty? || members.key?(key) || !key.match?(KEY) || !value.match?(VALUE)

            members[key] = value
          end
          members.size > MAX_MEMBERS ? '' : members.map { |key, value| "#{key}=#{value}" }.join(',')
        end
      end
    end
  end
end
