# frozen_string_literal: true

module OtelLambda
  module Trigger
    # The records of a batch: how many there are, and the first of them, `known`.
    class Records
      # As many messages as a span may have links.
      MAX = 128
      private_constant :MAX

      attr_reader :size, :known

      # Returns the records in the event's array of this name.
      def self.of(event, name)
        new(Event.array(event, name))
      end

      # Returns the records in the arrays that are members of the event's object of this name.
      def self.of_each(event, name)
        new(Event.mapping(event, name).values.grep(Array).flatten(1))
      end

      def initialize(elements)
        @size = elements.size
        @known = elements.first(MAX).grep(Hash)
      end

      # Returns what all known records have at the end of the path, or nil.
      def common(*path)
        values = @known.map { |record| Event.text(record, *path) }.uniq
        values.first if values.size == 1
      end
    end
  end
end
