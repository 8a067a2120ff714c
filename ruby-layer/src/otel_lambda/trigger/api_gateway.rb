# frozen_string_literal: true

module OtelLambda
  module Trigger
    # An API Gateway HTTP API (proxy event of format 2.0), or a function URL, whose events are the same.
    class ApiGatewayHttp < Http
      def method
        text('requestContext', 'http', 'method')
      end

      # Returns the route of `GET /orders/{id}`; `$default` is none.
      def route
        _, blank, path = text('routeKey').to_s.partition(' /')
        "/#{path}" unless blank.empty?
      end

      def path
        text('rawPath')
      end

      def query
        text('rawQueryString')
      end

      def peer
        text('requestContext', 'http', 'sourceIp')
      end

      def protocol
        text('requestContext', 'http', 'protocol')
      end

      def default_status
        200
      end

      def wait
        url = text('requestContext', 'domainName')&.include?('.lambda-url.')
        [url ? 'function url wait' : 'api gateway wait', Times.millis(text('requestContext', 'timeEpoch'))]
      end
    end

    # An API Gateway REST API (proxy event of format 1.0), or an HTTP API that sends this format.
    class ApiGatewayRest < Http
      def route
        text('resource')
      end

      def query
        Query.join(@event, encode: true)
      end

      def wait
        ['api gateway wait', Times.millis(text('requestContext', 'requestTimeEpoch'))]
      end
    end

    # An API Gateway WebSocket API: a client connects, disconnects or sends a message.
    class ApiGatewayWebSocket < Http
      # Returns `$connect`, `$disconnect`, `$default`, or what selects a message's route.
      def route
        text('requestContext', 'routeKey')
      end

      def query
        Query.join(@event, encode: true)
      end

      def wait
        ['api gateway wait', Times.millis(text('requestContext', 'requestTimeEpoch'))]
      end
    end

    # An authorizer of an API Gateway API. The route is the one that it guards, so its span does not have that.
    class ApiGatewayAuthorizer < Http
      def method
        text('requestContext', 'http', 'method') || super
      end

      def path
        text('rawPath') || super
      end

      def query
        text('rawQueryString') || Query.join(@event, encode: true)
      end

      def peer
        text('requestContext', 'http', 'sourceIp') || super
      end

      def protocol
        text('requestContext', 'http', 'protocol') || super
      end

      # Returns nil: the response is a policy, not the client's.
      def status_code(_response); end
    end
  end
end
