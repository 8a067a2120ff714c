# frozen_string_literal: true

module OtelLambda
  module Sdk
    module Http
      # What a backend's answers say: rejections, refusals, when to come back.
      module Responses
        MAX_RETRY_AFTER = 3600.0
        MAX_TEXT = 500
        private_constant :MAX_RETRY_AFTER, :MAX_TEXT

        class << self
          # Returns status and reason, with the message of the Status in the body.
          def refusal(response)
            refusal = "the backend answered #{response.status} #{response.reason}".strip
            text = fields(response.body)[2]
            text.empty? ? refusal : "#{refusal}: #{shorten(text)}"
          end

          # Returns how many spans of a request were not taken, and why; nil if all were.
          def rejection(body)
            count, _, text = fields(fields(body)[1])
            [count, text.empty? ? 'no reason given' : shorten(text)] if count.positive?
          end

          # Returns the seconds until the backend wants to be asked again, 0 if it does not say.
          def retry_after(response)
            value = response.headers.fetch('retry-after', '')
            return 0.0 if value.empty?

            seconds = value.match?(/\A\d+\z/) ? value.to_f : until_date(value)
            seconds.clamp(0.0, MAX_RETRY_AFTER)
          end

          private

          def until_date(value)
            require 'time'
            Time.httpdate(value) - Time.now
          rescue ArgumentError
            0.0
          end

          def shorten(text)
            text.length <= MAX_TEXT ? text : "#{text[0, MAX_TEXT]}…"
          end

          # Returns field 1, as a number and as bytes, and field 2, a text, of a message.
          def fields(body)
            number = 0
            nested = text = ''
            position = 0
            while position < body.bytesize
              tag, position = varint(body, position)
              case tag & 7
              when 0
                value, position = varint(body, position)
                number = value if tag >> 3 == 1
              when 2
                length, position = varint(body, position)
                part = body.byteslice(position, length)
                raise ArgumentError unless part&.bytesize == length

                position += length
                nested = part if tag >> 3 == 1
                text = part.dup.force_encoding(Encoding::UTF_8).scrub if tag >> 3 == 2
              when 1 then position += 8
              when 5 then position += 4
              else raise ArgumentError
              end
            end
            [number, nested, text]
          rescue ArgumentError
            [0, '', '']
          end

          def varint(body, position)
            value = shift = 0
            while shift < 64
              byte = body.getbyte(position) or raise ArgumentError
              position += 1
              value |= (byte & 127) << shift
              return [value, position] if byte < 128

              shift += 7
            end
            raise ArgumentError
          end
        end
      end
    end
  end
end
