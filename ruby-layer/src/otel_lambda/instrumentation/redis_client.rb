# frozen_string_literal: true

module OtelLambda
  module Instrumentation
    # redis-client, on which redis 5 stands: one span for each command or pipeline, by its own middlewares.
    module RedisClient
      def self.patch(owner, telemetry)
        Redis.connect(telemetry)
        owner.register(Middleware)
      end

      # What redis-client calls around commands.
      module Middleware
        def call(command, config)
          Redis.run([command], -> { RedisClient.place(config) }) { super }
        end

        def call_pipelined(commands, config)
          Redis.run(commands, -> { RedisClient.place(config) }) { super }
        end
      end

      def self.place(config)
        [config.host, config.port, config.path, config.db]
      end
    end
  end
end
