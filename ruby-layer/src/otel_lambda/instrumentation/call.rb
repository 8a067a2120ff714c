# frozen_string_literal: true

module OtelLambda
  module Instrumentation
    # Traces calls of one library; the scope is named as OpenTelemetry's own instrumentation, the `upstream` constant.
    class Calls
      def initialize(telemetry, scope, upstream)
        @telemetry = telemetry
        @scope = Sdk::Scope.new("OpenTelemetry::Instrumentation::#{scope}", VERSION)
        @upstream = upstream
      end

      # Tells if a call is traced here: not below another library's traced call, and not where the function has
      # installed OpenTelemetry's own instrumentation of the library.
      def traced?
        !Context.current.suppressed? && !replaced?
      end

      # Runs a call in a span, below which calls of other libraries are not traced; an exception is recorded.
      def run(name, attributes, kind: Sdk::CLIENT)
        span = @telemetry.tracing.start(@scope, name, kind:, attributes:)
        begin
          Context.with(Context.current.with_span(span).without_calls) { yield span }
        rescue Exception => e # rubocop:disable Lint/RescueException -- each ends the call
          span.fail(e) if span.recording? && span.status == Sdk::UNSET
          raise
        ensure
          span.finish
        end
      end

      # Puts the current context into headers.
      def inject(&put)
        @telemetry.propagator.inject(Context.current, &put)
      end

      private

      def replaced?
        return false unless Object.const_defined?(:OpenTelemetry) && defined?(OpenTelemetry::Instrumentation)

        upstream = @upstream.reduce(OpenTelemetry::Instrumentation) do |scope, name|
          return false unless scope.const_defined?(name, false)

          scope.const_get(name, false)
        end
        upstream::Instrumentation.instance.installed?
      rescue NameError
        false
      end
    end
  end
end
