# frozen_string_literal: true

require 'net/http'

module ContractClient
  # Speaks Lambda's Runtime API of 2018-06-01, by a connection for each request.
  class RuntimeApi
    VERSION = '2018-06-01'
    FOREVER_SECONDS = 1_000_000

    # Takes the host and port of the API.
    def initialize(address)
      @base = URI("http://#{address}/#{VERSION}/runtime/")
    end

    # Waits for an invocation: its headers, and the event as its body.
    def next_invocation
      http = Net::HTTP.new(@base.host, @base.port)
      http.read_timeout = FOREVER_SECONDS
      http.start { |connection| connection.get("#{@base.path}invocation/next") }.tap(&:value)
    rescue SignalException
      exit!(0)
    end

    def response(id, body, content_type)
      Net::HTTP.post(@base + "invocation/#{id}/response", body, 'Content-Type' => content_type)
    end

    def error(id, report)
      post_error("invocation/#{id}/error", report)
    end

    def init_error(report)
      post_error('init/error', report)
    end

    private

    def post_error(path, report)
      Net::HTTP.post(@base + path, report.body,
                     'Content-Type' => 'application/json', 'Lambda-Runtime-Function-Error-Type' => report.header)
    end
  end
end
