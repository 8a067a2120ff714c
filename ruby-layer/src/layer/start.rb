# frozen_string_literal: true

# Loads the layer before the runtime's script. Whatever goes wrong in it, the function runs.
begin
  require_relative 'src/otel_lambda/start'
  OtelLambda.start
rescue StandardError, ScriptError => e
  $stderr.write("[otel] the function is not traced: #{e.class}: #{e.message.tr("\n", ' ')}\n")
end
