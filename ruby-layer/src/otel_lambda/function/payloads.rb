# frozen_string_literal: true

require_relative 'redaction'

module OtelLambda
  module Function
    # Events and responses as attributes of the invocation's span: their beginning, without secrets.
    class Payloads
      PREFIX_PER_BYTE = 4
      ELLIPSIS = '…'
      private_constant :PREFIX_PER_BYTE, :ELLIPSIS

      # Takes which ones to capture: `event`, `response`.
      def initialize(captured, settings)
        @captured = captured
        @limit = settings.payload_limit
        @redaction = Redaction.new(settings.redacted_names)
      end

      # Sets the event, as Lambda has sent it.
      def received(span, event)
        set(span, 'event', event)
      end

      # Sets the response, as the runtime is about to send it.
      def responded(span, response)
        set(span, 'response', response)
      end

      # Returns the beginning of a payload, which ends with `…` if that is not all.
      def text(payload)
        most = PREFIX_PER_BYTE * @limit
        cut = payload.bytesize > most
        text = @redaction.redact(beginning(payload, most).force_encoding(Encoding::UTF_8).scrub)
        return text unless cut || text.bytesize > @limit
        return beginning(text, @limit) if @limit < ELLIPSIS.bytesize

        beginning(text, @limit - ELLIPSIS.bytesize) + ELLIPSIS
      end

      private

      def set(span, name, payload)
        return unless @captured.include?(name) && payload.is_a?(String) && !payload.empty? && span.recording?

        Diagnostics.guard("the #{name} is no attribute") { span.set_attribute("otel.lambda.#{name}", text(payload)) }
      end

      # Returns so many bytes at most, without a part of a character of UTF-8, which has four of them at most.
      def beginning(text, size)
        return text.byteslice(0, size) if text.bytesize <= size

        whole = size.downto([size - 3, 0].max).find { |index| text.getbyte(index) & 0xc0 != 0x80 }
        text.byteslice(0, whole || size)
      end
    end
  end
end
