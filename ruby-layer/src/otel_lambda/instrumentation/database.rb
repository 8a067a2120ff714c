# frozen_string_literal: true

module OtelLambda
  module Instrumentation
    # What the spans of SQL drivers have in common (semantic-conventions v1.44.0, docs/db/sql.md).
    class Database
      # One that does not end goes on to the end: no alternative fails, so that the time is linear.
      LITERALS = /
        '(?:[^'\\]+|\\(?:.|\z)|'')*(?:'|\z)
        |(?<![\w$])\$(\w*)\$(?:.*?\$\1\$|.*)
        |(?<![\w$:%])[-+]?\d[\w.]*
      /mx
      DOUBLE_QUOTED = /"(?:[^"\\]+|\\(?:.|\z)|"")*(?:"|\z)|#{LITERALS}/m
      MAX_TEXT = 32 * 1024
      COMMENT = %r{\A\s*/\*.*?\*/}m
      private_constant :LITERALS, :DOUBLE_QUOTED, :MAX_TEXT, :COMMENT

      def initialize(calls, system, double_quoted: false)
        @calls = calls
        @system = system
        @literals = double_quoted ? DOUBLE_QUOTED : LITERALS
      end

      # Runs a statement in a span; `place` returns namespace, host and port, each of which may be nil.
      def run(statement, place, &call)
        return call.call unless @calls.traced?

        name, attributes = Diagnostics.guard('a statement is not described', [@system, {}]) do
          describe(statement, place.call)
        end
        @calls.run(name, attributes, &call)
      end

      # Returns a statement with `?` for its literals, cut where OpenTelemetry's Java agent does.
      def without_literals(text) = text[0, MAX_TEXT].gsub(@literals, '?')

      private

      def describe(statement, place)
        attributes = { 'db.system.name' => @system, 'db.namespace' => place[0], 'server.address' => place[1],
                       'server.port' => place[2]&.to_i }
        text = statement.to_s.dup.force_encoding(Encoding::UTF_8).scrub
        attributes['db.query.text'] = without_literals(text)
        [text.sub(COMMENT, '')[/\S+/] || @system, attributes.reject { |_, value| value.to_s.empty? }]
      end
    end
  end
end
