# frozen_string_literal: true

module OtelLambda
  module Trigger
    # What the triggers that pass an HTTP request on have in common; how the members are called differs by API.
    #
    # Source: semantic-conventions v1.44.0, docs/http/http-spans.md.
    class Http < Base
      METHODS = %w[CONNECT DELETE GET HEAD OPTIONS PATCH POST PUT QUERY TRACE].freeze
      OTHER = '_OTHER'
      private_constant :OTHER

      def initialize(event)
        super
        @headers = headers
      end

      def type
        'http'
      end

      # Returns `METHOD route`.
      def span_name
        method = known(self.method)
        return route unless method && route

        "#{method == OTHER ? 'HTTP' : method} #{route}"
      end

      def attributes
        known = known(method)
        host, port = server
        {
          'http.request.method' => known,
          'http.request.method_original' => known == method ? nil : method,
          'http.route' => route,
          'url.path' => path,
          'url.scheme' => header('x-forwarded-proto'),
          'network.protocol.version' => version(protocol),
          'user_agent.original' => header('user-agent'),
          'server.address' => host,
          'server.port' => port,
          'client.address' => client,
          'url.query' => query.to_s.empty? ? nil : Query.redact(query)
        }
      end

      # Returns what the client gets.
      def status_code(response)
        return default_status unless response.is_a?(Hash) && response.key?('statusCode')

        status = response['statusCode']
        status = status.to_i if status.is_a?(String) && status.match?(/\A\d{3}\z/)
        status if status.is_a?(Integer) && status.between?(100, 599)
      end

      # Returns the method as the client sent it.
      def method
        text('httpMethod')
      end

      # Returns the route as the API defines it, such as `/orders/{id}`.
      def route; end

      # Returns the path as the client sent it.
      def path
        text('path')
      end

      # Returns the query without its question mark.
      def query; end

      # Returns the address that the request came from, as the service saw it.
      def peer
        text('requestContext', 'identity', 'sourceIp')
      end

      # Returns the protocol, such as `HTTP/1.1`.
      def protocol
        text('requestContext', 'protocol')
      end

      # Returns what the client gets for a response that names no status; nil if that is an error.
      def default_status; end

      private

      def header(name)
        @headers[name]
      end

      def known(method)
        method.nil? || METHODS.include?(method) ? method : OTHER
      end

      def version(protocol)
        return unless protocol&.start_with?('HTTP/')

        protocol.delete_prefix('HTTP/').sub(/\A([23])\.0\z/, '\1')
      end

      def server
        host = [header('x-forwarded-host'), header('host'), text('requestContext', 'domainName')]
               .find { |each| each && !each.empty? }
        return [nil, nil] unless host

        name, port = split_port(host)
        [name, port || port_of(header('x-forwarded-port'))]
      end

      # Returns the first address of X-Forwarded-For without a port, or the peer.
      def client
        forwarded = header('x-forwarded-for')
        return peer unless forwarded

        address = split_port(forwarded[/\A[^,]*/].strip).first
        address unless address.empty?
      end

      # Takes `host:port`, also with an IPv6 address in brackets.
      def split_port(host)
        bracketed = host.match(/\A\[([^\]]*)\]?(?::(.*))?/m)
        return [bracketed[1], port_of(bracketed[2])] if bracketed

        name, colon, port = host.partition(':')
        colon.empty? || port.include?(':') ? [host, nil] : [name, port_of(port)]
      end

      def port_of(text)
        text.to_i if text&.match?(/\A\d{1,5}\z/) && text.to_i.between?(1, 65_535)
      end
    end
  end
end
