# frozen_string_literal: true

require 'json'
require 'net/http'

STOCK = URI(ENV.fetch('STOCK_URL'))

# Answers GET /items/{id} with how many there are; a service knows that.
def handler(event:, context:) # rubocop:disable Lint/UnusedMethodArgument
  id = event['pathParameters']['id']
  answer = Net::HTTP.get_response(STOCK + "/stock/#{id}")
  puts "asked for item #{id}: #{answer.code}"
  return { statusCode: 404, body: 'not found' } if answer.is_a?(Net::HTTPNotFound)

  body = JSON.generate(left: Integer(answer.body))
  { statusCode: 200, headers: { 'Content-Type' => 'application/json' }, body: }
end
