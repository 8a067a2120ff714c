# frozen_string_literal: true

module OtelLambda
  module Function
    # Replaces the values of members and parameters that hold secrets.
    #
    # It looks at texts, not at JSON, so that a text may be cut anywhere, and may hold JSON in strings of JSON: there,
    # k = 1, 3, 7, … backslashes precede each quote. Each byte is looked at a bounded number of times.
    class Redaction
      NAMES = %w[
        authorization proxy-authorization authorizationToken cookie cookies set-cookie
        password passwd pwd secret client_secret clientSecret secretAccessKey
        apiKey api_key api-key x-api-key token access_token accessToken refresh_token refreshToken id_token idToken
        sessionToken x-amz-security-token private_key privateKey
      ].freeze
      MASK = '***'
      NO_BACKSLASH = /[^\\]/n
      NO_BLANK = /[^ \t\n\v\f\r]/n
      END_OF_NAME = /["?&=]/n
      END_OF_SCALAR = /[,}\] \t\n\v\f\r\\"]/n
      END_OF_PARAMETER = /[&"\\ \t\n\v\f\r]/n
      # as serializers write & and = that are safe in HTML, at any level
      AMPERSAND = /(?<!\\)\\+u0026/n
      EQUALS = /(?<!\\)\\+u003[dD]/n
      private_constant :AMPERSAND, :EQUALS
      private_constant :NAMES, :MASK, :NO_BACKSLASH, :NO_BLANK, :END_OF_NAME, :END_OF_SCALAR, :END_OF_PARAMETER

      # Takes further names; they are compared whatever their case.
      def initialize(names)
        @names = (NAMES + names).to_h { |name| [name.downcase, true] }
      end

      # Returns a valid text of UTF-8 without secrets.
      def redact(text)
        # its indices are those of bytes, at which a search begins at once
        text = text.b.gsub(AMPERSAND, '&').gsub(EQUALS, '=')
        redacted = ''.b
        copied = 0
        each_secret(text) do |from, to, mask|
          redacted << text.byteslice(copied, from - copied) << mask
          copied = to
        end
        (redacted << text.byteslice(copied..)).force_encoding(Encoding::UTF_8)
      end

      private

      # Yields for each value where it begins, where it ends, and what is to be there instead.
      def each_secret(text)
        from, at = parameter(text, 0)
        yield from, at, MASK if from
        at ||= 0
        while (at = text.index(/["?&]/n, at))
          from, to, mask = secret_at(text, at)
          yield from, to, mask if from
          at = to || (at + 1)
        end
      end

      # Returns where the value begins and ends of what is named after a quote, `?` or `&`, and what is to be there.
      def secret_at(text, index)
        if text.getbyte(index) == 34
          escapes = backslashes(text, index)
          from, to = member(text, index, escapes)
          quote = "#{'\\' * escapes}\""
          return [from, to, quote + MASK + quote] if from
        end
        from, to = parameter(text, index + 1)
        [from, to, MASK] if from
      end

      # Returns where the value begins and ends of a member whose name begins with that quote; nil without.
      def member(text, quote, escapes)
        closing = text.index('"', quote + 1)
        return unless closing && closing - quote - 1 > escapes && backslashes(text, closing) == escapes
        return unless secret?(text.byteslice(quote + 1, closing - quote - 1 - escapes))

        colon = text.index(NO_BLANK, closing + 1)
        from = text.index(NO_BLANK, colon + 1) if colon && text.getbyte(colon) == 58
        to = end_of_value(text, from, escapes) if from
        [from, to] if to && to > from
      end

      # Returns where the value begins and ends of a parameter whose name begins there; nil without.
      def parameter(text, name)
        equals = text.index(END_OF_NAME, name)
        return unless equals && text.getbyte(equals) == 61 && secret?(text.byteslice(name, equals - name))

        [equals + 1, text.index(END_OF_PARAMETER, equals + 1) || text.bytesize]
      end

      def secret?(name)
        @names.key?(name.force_encoding(Encoding::UTF_8).downcase)
      end

      def end_of_value(text, from, escapes)
        start = text.index(NO_BACKSLASH, from) || text.bytesize
        return end_of_string(text, start + 1, escapes) if text.getbyte(start) == 34 && start - from == escapes
        return end_of_brackets(text, from, escapes) if [91, 123].include?(text.getbyte(from))

        text.index(END_OF_SCALAR, from) || text.bytesize
      end

      # Returns the index after the quote that closes a string. One that is escaped in the string has an odd multiple
      # of k + 1 backslashes more than the k of the closing one.
      def end_of_string(text, start, escapes)
        while (start = text.index('"', start))
          more = backslashes(text, start) - escapes
          start += 1
          return start if more >= 0 && (more % (2 * (escapes + 1))).zero?
        end
        text.bytesize
      end

      def end_of_brackets(text, start, escapes)
        depth = 0
        while (start = text.index(/["{}\[\]]/n, start))
          found = text.getbyte(start)
          start += 1
          case found
          when 34 then start = end_of_string(text, start, escapes) if backslashes(text, start - 1) == escapes
          when 91, 123 then depth += 1
          else depth -= 1
          end
          return start if depth.zero?
        end
        text.bytesize
      end

      # Returns how many backslashes there are before a quote.
      def backslashes(text, quote)
        quote.zero? ? 0 : quote - 1 - (text.rindex(NO_BACKSLASH, quote - 1) || -1)
      end
    end
  end
end
