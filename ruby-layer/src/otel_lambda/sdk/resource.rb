# frozen_string_literal: true

module OtelLambda
  module Sdk
    # The function and its environment, from the variables that Lambda sets.
    module Resource
      VARIABLES = {
        'cloud.region' => 'REGION', 'faas.name' => 'LAMBDA_FUNCTION_NAME',
        'faas.version' => 'LAMBDA_FUNCTION_VERSION', 'faas.instance' => 'LAMBDA_LOG_STREAM_NAME',
        'service.name' => 'LAMBDA_FUNCTION_NAME'
      }.freeze
      private_constant :VARIABLES

      # Returns the attributes (semantic-conventions v1.44.0, docs/resource/faas.md); the user's win.
      def self.create(settings)
        attributes = {
          'telemetry.sdk.language' => 'ruby', 'telemetry.sdk.name' => 'opentelemetry',
          'telemetry.sdk.version' => VERSION, 'cloud.provider' => 'aws', 'cloud.platform' => 'aws_lambda',
          'service.name' => 'unknown_service:ruby'
        }
        VARIABLES.each do |key, variable|
          value = settings.lambda_variable(variable)
          attributes[key] = value unless value.empty?
        end
        memory = settings.lambda_variable('LAMBDA_FUNCTION_MEMORY_SIZE')
        attributes['faas.max_memory'] = memory.to_i * 1024 * 1024 if memory.match?(/\A\d+\z/)
        attributes.merge(settings.resource)
      end
    end
  end
end
