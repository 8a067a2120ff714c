# frozen_string_literal: true

module OtelLambda
  module Instrumentation
    # redis 4: one span for each command or pipeline.
    module Redis
      LONGEST = 1000
      private_constant :LONGEST

      class << self
        def patch(owner, telemetry)
          # that of redis 5 stands on redis-client, which has a file of its own
          return if owner.superclass != Object

          connect(telemetry)
          owner.prepend(Commands)
        end

        # Makes what traces commands, here or by redis-client.
        def connect(telemetry)
          @calls = Calls.new(telemetry, 'Redis', %i[Redis])
        end

        # Runs commands, arrays of a name and its arguments, in a span; `place` returns host, port, socket, database.
        def run(commands, place, &call)
          return call.call unless @calls.traced?

          name, attributes = Diagnostics.guard('a command of Redis is not described', ['redis', {}]) do
            describe(commands, *place.call)
          end
          @calls.run(name, attributes, &call)
        end

        private

        def describe(commands, host, port, path, database)
          attributes = { 'db.system.name' => 'redis', 'db.namespace' => database.to_s,
                         'db.query.text' => text(commands),
                         'server.address' => path || host, 'server.port' => path ? nil : port,
                         'network.transport' => path ? 'unix' : 'tcp' }
          attributes['db.operation.batch.size'] = commands.size if commands.size > 1
          [commands.map { |command| command.first.to_s.upcase }.join(' '), attributes.compact]
        end

        # Returns commands without their values.
        def text(commands)
          commands.map do |command|
            text = [command.first.to_s.upcase, *['?'] * (command.flatten.size - 1)].join(' ')
            text.length > LONGEST ? "#{text[0, LONGEST - 3]}..." : text
          end.join("\n")
        end
      end

      # In front of the client's own methods.
      module Commands
        def process(commands)
          Redis.run(commands, -> { [host, port, path, db] }) { super }
        end
      end
    end
  end
end
