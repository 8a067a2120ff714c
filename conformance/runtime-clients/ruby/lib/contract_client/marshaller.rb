# frozen_string_literal: true

require 'json'
require 'stringio'

module AwsLambda
  # Converts events and responses; a function may put its own methods in the place of these.
  class Marshaller
    class << self
      def marshall_request(raw_request)
        raw_request['Content-Type'] == 'application/json' ? JSON.parse(raw_request.body) : raw_request.body
      end

      # Gives the body, or an IO that has it and its content type.
      def marshall_response(method_response)
        case method_response
        when IO, StringIO then [method_response, 'application/unknown']
        else method_response.to_json
        end
      end
    end
  end
end
