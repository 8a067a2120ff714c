# frozen_string_literal: true

module OtelLambda
  module Propagation
    # Reads ids in hexadecimal digits.
    module Ids
      class << self
        # Returns an id of exactly so many lower-case digits, not all zero; nil for others.
        def exact(text, length)
          text if text.length == length && text.match?(/\A[0-9a-f]+\z/) && text.match?(/[^0]/)
        end

        # Returns an id of at most so many digits in any case, padded; nil for others.
        def padded(text, length)
          return if text.empty? || text.length > length

          exact(text.downcase.rjust(length, '0'), length)
        end
      end
    end
  end
end
