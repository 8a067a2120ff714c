# frozen_string_literal: true

require 'stringio'

class OrderError < StandardError; end

def handle(event:, context:)
  case event['do']
  when 'context' then { 'id' => context.aws_request_id, 'arn' => context.invoked_function_arn,
                        'left' => context.get_remaining_time_in_millis, 'client' => context.client_context,
                        'trace' => ENV.fetch('_X_AMZN_TRACE_ID') }
  when 'environment' then { 'paths' => $LOAD_PATH, 'gems' => Gem.path, 'argv' => ARGV, 'program' => $PROGRAM_NAME }
  when 'io' then StringIO.new('no JSON')
  when 'fail' then raise OrderError, 'no such order: ü'
  when 'name' then undefined_name
  when 'exit' then exit(3)
  else event
  end
end

module Orders
  class Api
    def self.handle(event:, context:)
      [event, context.function_name]
    end
  end
end
