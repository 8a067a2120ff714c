# frozen_string_literal: true

module OtelLambda
  module Flush
    # Lambda's Extensions API (2020-01-01), as far as an internal extension needs it.
    class ExtensionsApi
      NAME = 'otel-ruby'
      PATH = '/2020-01-01/extension'
      CONNECT_TIMEOUT = 10
      private_constant :NAME, :PATH, :CONNECT_TIMEOUT

      # Takes `host:port`.
      def initialize(address)
        @url = Sdk::Http::Url.new("http://#{address}")
        @connection = nil
        @identifier = ''
      end

      # Registers for INVOKE; raises Failure or SystemCallError.
      def register
        response = exchange('POST', '/register',
                            "Lambda-Extension-Name: #{NAME}\r\nContent-Type: application/json\r\n",
                            '{"events":["INVOKE"]}')
        @identifier = response.headers['lambda-extension-identifier'].to_s
        raise Sdk::Http::Failure, 'the registration has no identifier' if @identifier.empty?
      end

      # Waits for the next invocation; returns its request id, and its deadline in seconds since the epoch.
      def next_invocation
        body = exchange('GET', '/event/next', "Lambda-Extension-Identifier: #{@identifier}\r\n", '').body
        # not by JSON, which the function may not have loaded
        id = body[/"requestId"\s*:\s*"([^"]+)"/, 1]
        deadline = body[/"deadlineMs"\s*:\s*(\d+)/, 1]
        raise Sdk::Http::Failure, "not an INVOKE event: #{body}" unless id && deadline

        [id, deadline.to_i / 1000.0]
      end

      private

      def exchange(method, path, headers, body)
        unless @connection&.open?
          @connection = Sdk::Http::Connection.new(@url)
          @connection.open(Sdk::Http.monotonic + CONNECT_TIMEOUT)
        end
        response = @connection.exchange(method, PATH + path, headers, body, Float::INFINITY)
        return response if response.status == 200

        @connection.close
        raise Sdk::Http::Failure, "#{path} was answered with #{response.status}"
      end
    end
  end
end
