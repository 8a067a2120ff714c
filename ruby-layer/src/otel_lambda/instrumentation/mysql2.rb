# frozen_string_literal: true

module OtelLambda
  module Instrumentation
    # mysql2: one span for each statement of a client, prepared or not.
    module Mysql2
      class << self
        def patch(owner, telemetry)
          @database = Database.new(Calls.new(telemetry, 'Mysql2', %i[Mysql2]), 'mysql', double_quoted: true)
          owner.prepend(Queries)
        end

        def run(client, statement, &call)
          options = client.query_options
          place = -> { [options[:database], options[:host], options[:port]] }
          @database.run(statement, place, &call)
        end
      end

      # In front of the client's own methods.
      module Queries
        def query(sql, options = {})
          Mysql2.run(self, sql) { super }
        end

        def prepare(sql)
          Mysql2.run(self, sql) { super }.tap do |statement|
            statement.singleton_class.prepend(Executions)
            statement.instance_variable_set(:@otel_lambda_query, [self, sql])
          end
        end
      end

      # In front of a prepared statement's own method.
      module Executions
        def execute(*arguments, **options)
          client, sql = @otel_lambda_query
          Mysql2.run(client, sql) { super }
        end
      end
    end
  end
end
