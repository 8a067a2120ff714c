# frozen_string_literal: true

require 'zlib'

# Reads OTLP traces in Protocol Buffers, by the numbers of fields in opentelemetry/proto.
module Otlp
  Span = Struct.new(:name, :kind, :trace_id, :span_id, :parent_id, :attributes, :events, :links, :status, :message,
                    :scope, :resource, :start, :end, :flags, :trace_state, :dropped, keyword_init: true)
  Link = Struct.new(:trace_id, :span_id, :attributes)
  Event = Struct.new(:name, :attributes)

  class << self
    # Returns the spans of an ExportTraceServiceRequest.
    def spans(body, encoding)
      body = Zlib.gunzip(body) if encoding == 'gzip'
      fields(body)[1].flat_map do |resource_spans|
        parts = fields(resource_spans)
        resource = attributes(fields(parts[1].first)[1])
        parts[2].flat_map do |scope_spans|
          scoped = fields(scope_spans)
          scope = text(fields(scoped[1].first)[1].first)
          scoped[2].map { |span| span(fields(span), scope, resource) }
        end
      end
    end

    private

    def span(parts, scope, resource)
      status = fields(parts[15].first.to_s)
      Span.new(
        name: text(parts[5].first), kind: parts[6].first, trace_id: hex(parts[1].first), span_id: hex(parts[2].first),
        parent_id: hex(parts[4].first), attributes: attributes(parts[9]), status: status[3].first || 0,
        message: text(status[2].first), scope:, resource:, start: parts[7].first, end: parts[8].first,
        flags: parts[16].first, trace_state: text(parts[3].first), dropped: parts[10].first || 0,
        events: parts[11].map { |each| event(fields(each)) }, links: parts[13].map { |each| link(fields(each)) }
      )
    end

    def event(parts)
      Event.new(text(parts[2].first), attributes(parts[3]))
    end

    def link(parts)
      Link.new(hex(parts[1].first), hex(parts[2].first), attributes(parts[4]))
    end

    def attributes(pairs)
      pairs.to_h do |pair|
        parts = fields(pair)
        [text(parts[1].first), value(fields(parts[2].first))]
      end
    end

    def value(parts)
      return text(parts[1].first) if parts.key?(1)
      return parts[2].first == 1 if parts.key?(2)
      return [parts[3].first].pack('Q<').unpack1('q<') if parts.key?(3)
      return [parts[4].first].pack('Q<').unpack1('E') if parts.key?(4)

      fields(parts[5].first)[1].map { |each| value(fields(each)) }
    end

    def text(bytes)
      bytes.to_s.dup.force_encoding(Encoding::UTF_8)
    end

    def hex(bytes)
      bytes.to_s.unpack1('H*')
    end

    # Returns a message's fields by their numbers.
    def fields(body)
      fields = Hash.new { |_, _| [] }
      until body.empty?
        tag, body = varint(body)
        value, body = field(tag & 7, body)
        fields[tag >> 3] = [*fields[tag >> 3], value]
      end
      fields
    end

    def field(kind, body)
      case kind
      when 0 then varint(body)
      when 1 then [body.unpack1('Q<'), body.byteslice(8..)]
      when 5 then [body.unpack1('L<'), body.byteslice(4..)]
      else
        length, body = varint(body)
        [body.byteslice(0, length), body.byteslice(length..)]
      end
    end

    def varint(body)
      size = body.each_byte.find_index { |byte| byte < 128 } + 1
      value = body.bytes.first(size).each_with_index.sum { |byte, index| (byte & 127) << (7 * index) }
      [value, body.byteslice(size..)]
    end
  end
end
