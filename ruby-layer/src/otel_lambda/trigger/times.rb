# frozen_string_literal: true

module OtelLambda
  module Trigger
    # The times that events tell, in nanoseconds since the epoch; nil for what is malformed.
    module Times
      MAX = 1e15
      ISO = /\A(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.(\d{1,9}))?(?:Z|([+-])(\d\d):(\d\d))\z/n
      private_constant :MAX, :ISO

      class << self
        # Reads milliseconds since the epoch.
        def millis(text)
          number = number(text)
          number && (number.floor * 1_000_000)
        end

        # Reads seconds since the epoch, `1545084650.987`, to the millisecond.
        def seconds(text)
          number = number(text)
          number && ((number * 1000).round * 1_000_000)
        end

        # Reads ISO 8601 as AWS's services write it.
        def iso(text)
          parts = ISO.match(text.to_s.b) or return
          fields = parts[1..6].map(&:to_i)
          time = Time.utc(*fields)
          # such as 30 February is taken for a day of March
          return unless fields == [time.year, time.month, time.day, time.hour, time.min, time.sec]

          ((time.to_i - offset(*parts[8..])) * 1_000_000_000) + parts[7].to_s.ljust(9, '0').to_i
        rescue ArgumentError
          nil
        end

        private

        def number(text)
          return unless text&.b&.match?(/\A[0-9.eE+-]+\z/n)

          number = Float(text, exception: false)
          number if number&.between?(0, MAX)
        end

        def offset(sign, hours, minutes)
          raise ArgumentError if hours.to_i > 23 || minutes.to_i > 59

          (sign == '-' ? -60 : 60) * ((hours.to_i * 60) + minutes.to_i)
        end
      end
    end
  end
end
