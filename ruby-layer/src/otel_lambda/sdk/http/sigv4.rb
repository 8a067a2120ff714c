# frozen_string_literal: true

require 'json'
require 'openssl'

module OtelLambda
  module Sdk
    module Http
      # Signs requests to AWS's own OTLP endpoints (X-Ray, CloudWatch Logs) by Signature Version 4.
      #
      # https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
      class Sigv4
        EARLY = 300
        private_constant :EARLY

        # A key and its secret, and the session's token or an empty text; `expires` is a Time, or nil.
        Credentials = Struct.new(:key, :secret, :token, :expires)

        # Makes a signer if the URL is an endpoint of AWS's own; nil otherwise.
        def self.for(url, settings)
          service, region = url.aws_endpoint
          new(service, region, settings) if service
        end

        def initialize(service, region, settings)
          @service = service
          @region = region
          @settings = settings
        end

        # Returns the lines of headers to add to a POST; raises Failure if the credentials are not to be had.
        def header_lines(url, content_type, body, deadline)
          used = credentials(deadline)
          added = { 'X-Amz-Date' => Time.now.utc.strftime('%Y%m%dT%H%M%SZ') }
          added['X-Amz-Security-Token'] = used.token unless used.token.empty?
          path, _, query = url.path.partition('?')
          signed = { 'content-type' => content_type, 'host' => url.authority }.merge(added.transform_keys(&:downcase))
          added['Authorization'] = authorization(used, 'POST', path, query, signed, body)
          added.map { |name, value| "#{name}: #{value}\r\n" }.join
        end

        # Returns the value of Authorization; all `headers`, with names in lower case, are signed. `path` and `query`
        # are encoded already, and the query's parameters are in their order.
        def authorization(credentials, verb, path, query, headers, body)
          headers = headers.sort.to_h
          signed = headers.keys.join(';')
          lines = headers.map { |name, value| "#{name}:#{value.split.join(' ')}" }
          request = [verb, path, query, *lines, '', signed, sha256(body)].join("\n")
          date = headers['x-amz-date']
          scope = [date[0, 8], @region, @service, 'aws4_request']
          text = ['AWS4-HMAC-SHA256', date, scope.join('/'), sha256(request)].join("\n")
          key = scope.reduce("AWS4#{credentials.secret}") { |last, part| hmac(last, part) }
          "AWS4-HMAC-SHA256 Credential=#{credentials.key}/#{scope.join('/')}, SignedHeaders=#{signed}, " \
            "Signature=#{hmac(key, text).unpack1('H*')}"
        end

        private

        def sha256(text)
          OpenSSL::Digest::SHA256.hexdigest(text)
        end

        def hmac(key, text)
          OpenSSL::HMAC.digest('SHA256', key, text)
        end

        def credentials(deadline)
          @credentials = nil if @credentials&.expires && @credentials.expires - Time.now < EARLY
          @credentials ||= load(deadline)
        end

        def load(deadline)
          key, secret, token = @settings.aws_credentials
          return Credentials.new(key, secret, token) unless key.empty? || secret.empty?

          uri, authorization = @settings.aws_container_credentials
          return of_container(Url.new(uri), authorization, deadline) unless uri.empty?

          Diagnostics.warn_once('credentials', 'AWS_ACCESS_KEY_ID is not set: requests to AWS cannot be signed')
          raise Failure, 'there are no credentials of AWS'
        end

        # Asks the endpoint that Lambda names where credentials are in no variable.
        def of_container(url, authorization, deadline)
          connection = Connection.new(url)
          connection.open(deadline)
          header = authorization.empty? ? '' : "Authorization: #{authorization}\r\n"
          response = connection.exchange('GET', url.path, header, '', deadline)
          unless response.status == 200
            raise Failure, "the endpoint of credentials answered #{response.status} #{response.reason}"
          end

          read(JSON.parse(response.body))
        rescue JSON::ParserError, KeyError, ArgumentError, TypeError, NoMethodError => e
          # without the message, which may have the answer's secrets
          raise Failure, "the endpoint of credentials answered something else: #{e.class}"
        ensure
          connection&.close
        end

        def read(document)
          year, month, day, hour, minute, second = document.fetch('Expiration').scan(/\d+/).first(6).map(&:to_i)
          Credentials.new(document.fetch('AccessKeyId'), document.fetch('SecretAccessKey'),
                          document['Token'].to_s, Time.utc(year, month, day, hour, minute, second))
        end
      end
    end
  end
end
