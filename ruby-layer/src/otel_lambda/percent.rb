# frozen_string_literal: true

module OtelLambda
  # Percent-encoding of texts in UTF-8.
  module Percent
    class << self
      # Decodes `%20` and the like; what is no encoding stays.
      def decode(text)
        return text unless text.include?('%')

        text.b.gsub(/%\h\h/) { |each| each[1, 2].hex.chr }.force_encoding(Encoding::UTF_8).scrub
      end

      # Encodes each character that does not match `plain`.
      def encode(text, plain)
        text.scrub.gsub(/[^#{plain}]/) { |each| each.bytes.map { |byte| format('%%%02X', byte) }.join }
      end
    end
  end
end
