# frozen_string_literal: true

module OtelLambda
  module Propagation
    # W3C Baggage.
    module Baggage
      MAX_HEADER = 8192
      MAX_PAIR = 4096
      MAX_PAIRS = 180
      KEY = /\A[!#$%&'*+\-.^_`|~A-Za-z0-9]+\z/
      PLAIN = 'A-Za-z0-9_.\-~/'
      private_constant :MAX_HEADER, :MAX_PAIR, :MAX_PAIRS, :KEY

      class << self
        def fields
          %w[baggage]
        end

        # Returns the context with the entries of the header; properties of entries are left out.
        def extract(context, headers)
          header = headers.fetch('baggage', '')
          return context if header.empty? || header.length > MAX_HEADER

          entries = context.baggage.dup
          header.split(',').first(MAX_PAIRS).each do |pair|
            next if pair.length > MAX_PAIR

            key, equals, value = pair[/\A[^;]*/].partition('=')
            key = Percent.decode(key.strip)
            entries[key] = Percent.decode(value.strip) if !equals.empty? && key.match?(KEY)
          end
          entries.empty? ? context : context.with_baggage(entries)
        end

        def inject(context)
          return if context.baggage.empty?

          yield 'baggage', context.baggage.map { |key, value| "#{key}=#{Percent.encode(value.to_s, PLAIN)}" }.join(',')
        end
      end
    end
  end
end
