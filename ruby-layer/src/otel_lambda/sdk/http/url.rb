# frozen_string_literal: true

module OtelLambda
  module Sdk
    module Http
      autoload :Proxy, "#{__dir__}/proxy"
      autoload :Responses, "#{__dir__}/responses"
      autoload :Sigv4, "#{__dir__}/sigv4"
      autoload :Tls, "#{__dir__}/tls"

      # An http or https URL; `authority` is host and port as the header Host has them.
      class Url
        AWS = /\A(xray|logs)\.([^.]+)\.(?:amazonaws\.com|amazonaws\.com\.cn|api\.aws)\z/i
        private_constant :AWS

        attr_reader :scheme, :host, :port, :path, :authority, :user

        # Reads the URL; raises ArgumentError that says what is wrong with it.
        def initialize(text)
          @scheme, separator, rest = text.partition('://')
          @scheme = @scheme.downcase
          raise ArgumentError, 'not an http or https URL' if separator.empty? || !%w[http https].include?(@scheme)

          authority, @path = rest[/\A[^#]*/].match(%r{\A([^/?]*)(.*)\z}m).captures
          @path = "/#{@path}" unless @path.start_with?('/')
          @user, _, @authority = authority.rpartition('@')
          @host, @port = host_and_port
          raise ArgumentError, 'the URL has no host' if @host.empty?
          raise ArgumentError, 'the URL has blanks or control characters' if (@path + @authority).match?(/[\x00- ]/)
        end

        # Returns service and region, in lower case, of an OTLP endpoint of AWS's own, such as
        # xray.us-east-1.amazonaws.com; nil for another host.
        def aws_endpoint
          @host.match(AWS)&.captures&.map(&:downcase)
        end

        private

        def host_and_port
          bracketed = @authority.match(/\A\[([^\]]*)\](?::(.*))?\z/m)
          raise ArgumentError, "the URL's IPv6 address is not closed" if @authority.start_with?('[') && !bracketed

          host, port = bracketed ? bracketed.captures : @authority.split(':', 2)
          return [host.to_s, @scheme == 'https' ? 443 : 80] if port.to_s.empty?
          unless port.match?(/\A\d{1,5}\z/) && port.to_i.between?(1, 65_535)
            raise ArgumentError, "the URL's port is not a number from 1 to 65535"
          end

          [host, port.to_i]
        end
      end
    end
  end
end
