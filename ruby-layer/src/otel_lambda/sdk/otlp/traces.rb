# frozen_string_literal: true

require_relative 'protobuf'

module OtelLambda
  module Sdk
    module Otlp
      # Spans in OTLP (opentelemetry/proto/trace/v1/trace.proto), encoded when they end.
      module Traces
        HAS_IS_REMOTE = 0x100
        IS_REMOTE = 0x200
        private_constant :HAS_IS_REMOTE, :IS_REMOTE

        class << self
          # Returns a field `spans` of ScopeSpans.
          def span(span)
            encode(span, span.end_time, span.attributes)
          end

          # Returns an open span as it stands, as if it ended now, marked `otel.lambda.unfinished`.
          def unfinished(span)
            encode(span, Sdk.now, span.attributes.merge('otel.lambda.unfinished' => true))
          end

          # Returns the field `resource` of ResourceSpans.
          def resource(values)
            Protobuf.message("\x0a".b, Protobuf.attributes("\x0a".b, values))
          end

          # Returns an ExportTraceServiceRequest; each item is a scope and an encoded span of it.
          def request(resource, items)
            scopes = items.group_by(&:first).map do |scope, spans|
              Protobuf.message("\x12".b, scope(scope) + spans.map(&:last).join)
            end
            Protobuf.message("\x0a".b, resource + scopes.join)
          end

          private

          def scope(scope)
            Protobuf.message("\x0a".b, Protobuf.text("\x0a".b, scope.name) + Protobuf.text("\x12".b, scope.version))
          end

          def encode(span, end_time, values)
            parent = span.parent
            Protobuf.message("\x12".b, [
              ids(span.context, "\x0a".b, "\x12".b, "\x1a".b),
              parent ? "\x22\x08".b + id(parent.span_id) : '',
              Protobuf.text("\x2a".b, span.name), Protobuf.number("\x30".b, span.kind),
              "\x39".b, Protobuf.fixed64(span.start_time), "\x41".b, Protobuf.fixed64(end_time),
              Protobuf.attributes("\x4a".b, values), Protobuf.number("\x50".b, span.dropped_attributes),
              span.events.map { |each| event(each) }.join, Protobuf.number("\x60".b, span.dropped_events),
              span.links.map { |each| link(each) }.join, Protobuf.number("\x70".b, span.dropped_links),
              status(span), "\x85\x01".b, flags(span.context, parent)
            ].join)
          end

          def ids(context, trace_tag, span_tag, state_tag)
            trace_tag + "\x10".b + id(context.trace_id) + span_tag + "\x08".b + id(context.span_id) +
              Protobuf.text(state_tag, context.trace_state)
          end

          def id(hexadecimal)
            [hexadecimal].pack('H*')
          end

          # Returns the trace flags, with those that tell if the parent or the linked span is remote.
          def flags(context, other)
            [(context.trace_flags & 0xff) | HAS_IS_REMOTE | (other&.remote? ? IS_REMOTE : 0)].pack('L<')
          end

          def status(span)
            body = Protobuf.text("\x12".b, span.description) + Protobuf.number("\x18".b, span.status)
            body.empty? ? body : Protobuf.message("\x7a".b, body)
          end

          def event(event)
            Protobuf.message("\x5a".b, "\x09".b + Protobuf.fixed64(event.time) + Protobuf.text("\x12".b, event.name) +
              Protobuf.attributes("\x1a".b, event.attributes) + Protobuf.number("\x20".b, event.dropped_attributes))
          end

          def link(link)
            Protobuf.message("\x6a".b, ids(link.context, "\x0a".b, "\x12".b, "\x1a".b) +
              Protobuf.attributes("\x22".b, link.attributes) + Protobuf.number("\x28".b, link.dropped_attributes) +
              "\x35".b + flags(link.context, link.context))
          end
        end
      end
    end
  end
end
