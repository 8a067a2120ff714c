# frozen_string_literal: true

require 'json'

# Tells a handler of its invocation.
class LambdaContext
  attr_reader :aws_request_id, :invoked_function_arn, :deadline_ms, :identity, :client_context,
              :log_group_name, :log_stream_name, :function_name, :function_version, :memory_limit_in_mb

  # Makes one of the response to a request for the next invocation.
  def initialize(invocation)
    @aws_request_id = invocation['Lambda-Runtime-Aws-Request-Id']
    @invoked_function_arn = invocation['Lambda-Runtime-Invoked-Function-Arn']
    @deadline_ms = invocation['Lambda-Runtime-Deadline-Ms'].to_i
    @identity = json(invocation['Lambda-Runtime-Cognito-Identity'])
    @client_context = json(invocation['Lambda-Runtime-Client-Context'])
    @log_group_name = ENV.fetch('AWS_LAMBDA_LOG_GROUP_NAME', nil)
    @log_stream_name = ENV.fetch('AWS_LAMBDA_LOG_STREAM_NAME', nil)
    @function_name = ENV.fetch('AWS_LAMBDA_FUNCTION_NAME', nil)
    @function_version = ENV.fetch('AWS_LAMBDA_FUNCTION_VERSION', nil)
    @memory_limit_in_mb = ENV.fetch('AWS_LAMBDA_FUNCTION_MEMORY_SIZE', nil)
  end

  # Gives the milliseconds until the timeout, not below 0.
  def get_remaining_time_in_millis # rubocop:disable Naming/AccessorMethodName -- AWS's name
    [@deadline_ms - Process.clock_gettime(Process::CLOCK_REALTIME, :millisecond), 0].max
  end

  private

  def json(header)
    header && JSON.parse(header)
  end
end
