# frozen_string_literal: true

module OtelLambda
  module Sdk
    # Values of attributes: what OTLP can carry, within the limits.
    module Attributes
      class << self
        # Returns a scalar, or an array of scalars of one type; nil for what is neither.
        def clean(value, max_length)
          case value
          when String then text(value, max_length)
          when Symbol then text(value.name, max_length)
          when true, false, Integer, Float then value
          when Array then array(value, max_length)
          end
        end

        # Returns what can be kept, and how many were dropped for the limit.
        def clean_all(attributes, limit, max_length)
          kept = {}
          dropped = 0
          attributes&.each do |key, value|
            key = key.to_s
            value = clean(value, max_length)
            next if key.empty? || value.nil?

            if kept.size >= limit && !kept.key?(key)
              dropped += 1
            else
              kept[key] = value
            end
          end
          [kept, dropped]
        end

        private

        def text(value, max_length)
          value = value.encode(Encoding::UTF_8, invalid: :replace, undef: :replace) if value.encoding != Encoding::UTF_8
          value = value.scrub unless value.valid_encoding?
          max_length ? value[0, max_length] : value.dup
        end

        def array(values, max_length)
          cleaned = values.map { |each| each.is_a?(Array) ? nil : clean(each, max_length) }
          kinds = cleaned.compact.map { |each| kind(each) }.uniq
          return if kinds.size > 1 || cleaned.zip(values).any? { |each, value| each.nil? && !value.nil? }

          cleaned
        end

        def kind(value)
          [true, false].include?(value) ? :boolean : value.class
        end
      end
    end
  end
end
