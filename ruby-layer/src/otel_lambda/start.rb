# frozen_string_literal: true

require_relative 'version'
require_relative 'diagnostics'
require_relative 'percent'
require_relative 'settings'
require_relative 'context'
require_relative 'propagation/propagator'
require_relative 'sdk/limits'
require_relative 'sdk/attributes'
require_relative 'sdk/sampler'
require_relative 'sdk/span'
require_relative 'sdk/tracer'
require_relative 'sdk/resource'
require_relative 'sdk/otlp/traces'
require_relative 'sdk/http/outbox'
require_relative 'telemetry'
require_relative 'trigger/triggers'
require_relative 'flush/policy'
require_relative 'flush/timeout_guard'
require_relative 'function/instrumentation'
require_relative 'api'
require_relative 'instrumentation/call'
require_relative 'instrumentation/registry'
require_relative 'runtime'

# OpenTelemetry for Ruby functions on AWS Lambda.
module OtelLambda
  RUBYOPT = 'OTEL_LAMBDA_RUBYOPT'
  private_constant :RUBYOPT

  class << self
    # Starts the layer, in the runtime's process, before its script: once.
    def start
      restore_rubyopt
      settings = Settings.new
      return if @started || settings.sdk_disabled? || settings.runtime_api.empty?

      @started = true
      telemetry = Telemetry.new(settings)
      instrumentation = Function::Instrumentation.new(telemetry)
      runtime = Runtime.new(settings.runtime_api, instrumentation)
      Instrumentation::Registry.new(telemetry, runtime).start
    end

    private

    # Puts RUBYOPT back as it was before otel-handler, so that processes which the function starts are not traced.
    def restore_rubyopt
      before = ENV.delete(RUBYOPT) or return
      before.empty? ? ENV.delete('RUBYOPT') : ENV['RUBYOPT'] = before
    end
  end
end
