# frozen_string_literal: true

require 'json'
require 'net/http'

# An error of the function's own.
class OrderError < StandardError; end

# Does what behaviours.json says under "does".
module Conformance
  RESPONSE = { 'statusCode' => 201, 'body' => 'done' }.freeze

  def self.handler(event:, context:) # rubocop:disable Lint/UnusedMethodArgument
    behaviour = event.is_a?(Hash) ? BEHAVIOURS[event['do']] : nil
    behaviour ? behaviour.call(event) : RESPONSE
  end

  def self.call(event)
    response = Net::HTTP.get_response(URI(event['url']))
    result = { 'status' => response.code.to_i }
    headers = JSON.parse(response.body)['headers']
    headers ? result.merge('headers' => headers) : result
  rescue SystemCallError, Net::OpenTimeout
    { 'status' => 0 }
  end

  def self.span(_event)
    require 'opentelemetry'
    OpenTelemetry::Trace.current_span.set_attribute('own.attribute', 'set')
    tracer = OpenTelemetry.tracer_provider.tracer('conformance')
    tracer.start_span('work', attributes: { 'user' => 'ann' }).finish
    RESPONSE
  end

  def self.log(event)
    puts event['text']
    RESPONSE
  end

  BEHAVIOURS = {
    'answer' => ->(event) { event['answer'] },
    'echo' => ->(event) { event },
    'repeat' => ->(event) { event['text'] * event['times'] },
    'fail' => ->(_event) { raise 'told to fail' },
    'fail-custom' => ->(_event) { raise OrderError, 'no such order: ü' },
    'fail-empty' => ->(_event) { raise '' },
    'call' => method(:call),
    'span' => method(:span),
    'log' => method(:log),
    'exit' => ->(_event) { exit(3) },
    'kill' => ->(_event) { Process.kill(:KILL, Process.pid) },
    'hang' => ->(_event) { sleep },
    'spin' => ->(_event) { loop {} } # rubocop:disable Lint/EmptyBlock
  }.freeze
end
