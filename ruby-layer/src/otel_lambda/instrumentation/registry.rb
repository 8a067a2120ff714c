# frozen_string_literal: true

module OtelLambda
  # The client libraries whose calls are traced, a file for each.
  module Instrumentation
    autoload :AwsSdk, "#{__dir__}/aws_sdk"
    autoload :Database, "#{__dir__}/database"
    autoload :HttpClient, "#{__dir__}/http_client"
    autoload :Mysql2, "#{__dir__}/mysql2"
    autoload :NetHttp, "#{__dir__}/net_http"
    autoload :Pg, "#{__dir__}/pg"
    autoload :Redis, "#{__dir__}/redis"
    autoload :RedisClient, "#{__dir__}/redis_client"

    # Patches each library when the function loads it: by the name of a class, which tells that the library is there.
    class Registry
      CLASSES = {
        'Seahorse::Client::Base' => :AwsSdk, 'PG::Connection' => :Pg, 'Mysql2::Client' => :Mysql2,
        'Redis::Client' => :Redis, 'RedisClient' => :RedisClient
      }.freeze
      NAME = Module.instance_method(:name)
      private_constant :CLASSES, :NAME

      def initialize(telemetry, runtime)
        @telemetry = telemetry
        @runtime = runtime
        @waiting = CLASSES.select { |_, name| telemetry.settings.instruments?(Instrumentation.library(name)) }
        @waiting['Net::HTTP'] = :NetHttp
        @waiting['OpenTelemetry'] = :Api
      end

      # Follows the ends of class bodies: no method of the function's or of Ruby's is replaced for it, and no frame is
      # on the stack while the function loads its files.
      def start
        @waiting.keys.select { |name| loaded?(name) }.each { |name| found(name, Object.const_get(name)) }
        @trace = TracePoint.new(:end) do |point|
          name = NAME.bind_call(point.self)
          found(name, point.self) if @waiting.key?(name)
          @trace.disable if @waiting.empty?
        end
        @trace.enable
      end

      private

      def loaded?(name)
        name.split('::').reduce(Object) do |scope, part|
          return false if !scope.const_defined?(part, false) || scope.autoload?(part, false)

          scope.const_get(part, false)
        end
      end

      def found(name, owner)
        Diagnostics.guard("#{name} is not traced") { patch(name, owner) }
      end

      def patch(name, owner)
        # the API is split over files: it is whole when its module has this
        return if name == 'OpenTelemetry' && !owner.respond_to?(:tracer_provider=)

        file = @waiting.delete(name)
        case file
        when :Api
          require_relative '../api/bridge'
          Api.connect(Api::Bridge.new(@telemetry))
        when :NetHttp then NetHttp.patch(owner, @telemetry, @runtime)
        else Instrumentation.const_get(file).patch(owner, @telemetry)
        end
      end
    end

    # Returns the name by which variables know a library, as OpenTelemetry's own instrumentations have it.
    def self.library(name)
      { AwsSdk: 'aws_sdk', NetHttp: 'net_http', Pg: 'pg', Mysql2: 'mysql2', Redis: 'redis',
        RedisClient: 'redis' }.fetch(name)
    end
  end
end
