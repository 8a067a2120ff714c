# frozen_string_literal: true

require 'json'
require_relative 'contract_client/error_report'
require_relative 'contract_client/handler'
require_relative 'contract_client/lambda_context'
require_relative 'contract_client/marshaller'
require_relative 'contract_client/runtime_api'

# Runs a function by Lambda's Runtime API; README.md has the contract.
module ContractClient
  INIT_FAILED = 252
  CRITICAL = 255

  class << self
    def run
      $stdout.sync = true
      api = RuntimeApi.new(ENV.fetch('AWS_LAMBDA_RUNTIME_API'))
      handler = load_handler(api)
      loop { invoke(api, handler) }
    end

    private

    def load_handler(api)
      $LOAD_PATH.unshift(Dir.pwd) unless $LOAD_PATH.include?(Dir.pwd)
      Handler.load(ENV.fetch('_HANDLER'))
    rescue Exception => e # rubocop:disable Lint/RescueException -- an exit of the function's is one
      api.init_error(ErrorReport.new(e, 'Init'))
      exit!(INIT_FAILED)
    end

    def invoke(api, handler)
      invocation = api.next_invocation
      id = invocation['Lambda-Runtime-Aws-Request-Id']
      trace = invocation['Lambda-Runtime-Trace-Id']
      ENV['_X_AMZN_TRACE_ID'] = trace if trace
      begin
        answer(api, id, handler.call(invocation))
      rescue Exception => e # rubocop:disable Lint/RescueException -- each is the caller's to know
        fail_invocation(api, id, e)
      end
    end

    def answer(api, id, response)
      body, content_type = response
      body = body.read if content_type == 'application/unknown'
      api.response(id, body, content_type || 'application/json')
    end

    def fail_invocation(api, id, error)
      report = ErrorReport.new(error, 'Function')
      puts "Error raised from handler method: #{report.body}"
      api.error(id, report)
      exit!(CRITICAL) if !error.is_a?(StandardError) || error.is_a?(NameError)
    end
  end
end
