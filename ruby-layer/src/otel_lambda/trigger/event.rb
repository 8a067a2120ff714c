# frozen_string_literal: true

module OtelLambda
  module Trigger
    # An invocation's event, or a record in it, as far as it tells what triggered the invocation.
    module Event
      MAX_TEXT = 16 * 1024
      private_constant :MAX_TEXT

      class << self
        # Returns what is at the end of the path, or nil.
        def node(event, *path)
          path.reduce(event) { |found, name| found[name] if found.is_a?(Hash) }
        end

        # Returns the string, number or boolean at the end of the path as a text, or nil.
        def text(event, *path)
          as_text(node(event, *path))
        end

        # Returns a JSON scalar as a text; nil for what is none, and for a very long text.
        def as_text(value)
          case value
          when String then value if value.length <= MAX_TEXT
          when true, false, Integer, Float then value.to_s
          end
        end

        # Returns the object at the end of the path, or an empty one.
        def mapping(event, *path)
          found = node(event, *path)
          found.is_a?(Hash) ? found : {}
        end

        # Returns the array at the end of the path, or an empty one.
        def array(event, *path)
          found = node(event, *path)
          found.is_a?(Array) ? found : []
        end

        # Returns the headers of an event by their names in lower case.
        def headers(event)
          lower_case(mapping(event, 'headers')).merge(lower_case(mapping(event, 'multiValueHeaders')))
        end

        # Returns headers by their names in lower case; values of one that was sent more than once are joined by
        # commas, as HTTP allows.
        def lower_case(values)
          values.each_with_object({}) do |(name, value), result|
            texts = Array(value.is_a?(Hash) ? nil : value).map { |each| as_text(each) }
            result[name.downcase] = texts.join(',') unless texts.empty? || texts.include?(nil)
          end
        end
      end
    end
  end
end
