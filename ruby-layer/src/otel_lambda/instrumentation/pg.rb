# frozen_string_literal: true

module OtelLambda
  module Instrumentation
    # pg: one span for each statement of a connection.
    module Pg
      # Those that take a statement first; `async_…` and `sync_…` are what the plain ones call.
      STATEMENTS = %i[exec exec_params query async_exec async_exec_params sync_exec sync_exec_params].freeze
      # Those that take the name of a prepared statement first.
      PREPARED = %i[exec_prepared async_exec_prepared sync_exec_prepared].freeze
      PREPARES = %i[prepare async_prepare sync_prepare].freeze
      private_constant :STATEMENTS, :PREPARED, :PREPARES

      class << self
        def patch(owner, telemetry)
          @database = Database.new(Calls.new(telemetry, 'PG', %i[PG]), 'postgresql')
          owner.prepend(statements)
        end

        def run(connection, statement, &call)
          place = -> { [connection.db, connection.host, connection.port] }
          @database.run(statement, place, &call)
        end

        private

        def statements
          Module.new do
            (STATEMENTS + PREPARED).each do |name|
              define_method(name) do |statement = nil, *arguments, &block|
                statement_text = PREPARED.include?(name) ? "EXECUTE #{statement}" : statement
                Pg.run(self, statement_text) { super(statement, *arguments, &block) }
              end
            end
            PREPARES.each do |name|
              define_method(name) do |statement, *arguments, &block|
                Pg.run(self, "PREPARE #{statement} AS #{arguments.first}") { super(statement, *arguments, &block) }
              end
            end
          end
        end
      end
    end
  end
end
