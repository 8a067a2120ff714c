# frozen_string_literal: true

module OtelLambda
  module Sdk
    # OTLP 1.x in Protocol Buffers, written without the library.
    module Otlp
      # Fields of Protocol Buffers messages, as bytes.
      module Protobuf
        INT64 = (-(1 << 63)..(1 << 63) - 1)
        private_constant :INT64

        class << self
          # Returns a base-128 number; a negative one has the ten bytes of its 64-bit complement.
          def varint(number)
            return number.chr if number.between?(0, 127)

            number &= 0xffff_ffff_ffff_ffff
            bytes = []
            while number > 127
              bytes << ((number & 127) | 128)
              number >>= 7
            end
            bytes << number
            bytes.pack('C*')
          end

          # Returns a length-delimited field; `tag` is its number and wire type, encoded.
          def message(tag, body)
            "#{tag}#{varint(body.bytesize)}#{body}"
          end

          # Returns a string field; nothing for an empty one.
          def text(tag, value)
            value.empty? ? ''.b : message(tag, value.b)
          end

          # Returns a varint field; nothing for 0.
          def number(tag, value)
            value.zero? ? ''.b : tag + varint(value)
          end

          def fixed64(value)
            [value].pack('Q<')
          end

          # Returns a repeated field of KeyValue.
          def attributes(tag, values)
            values.map { |key, value| message(tag, key_value(key, value)) }.join
          end

          private

          def key_value(key, value)
            message("\x0a".b, key.to_s.b) + message("\x12".b, any_value(value))
          end

          # Returns an AnyValue's body; an integer that OTLP has no room for becomes text.
          def any_value(value)
            case value
            when String then message("\x0a".b, value.b)
            when true then "\x10\x01".b
            when false then "\x10\x00".b
            when Integer then INT64.cover?(value) ? "\x18".b + varint(value) : message("\x0a".b, value.to_s.b)
            when Float then "\x21".b + [value].pack('E')
            when Array then message("\x2a".b, value.map { |each| message("\x0a".b, any_value(each)) }.join)
            else ''.b
            end
          end
        end
      end
    end
  end
end
