# frozen_string_literal: true

module OtelLambda
  module Trigger
    # The query of a request, put together from an event's parameters, without its secrets.
    module Query
      PLAIN = 'A-Za-z0-9_.\-* '
      # the signatures and keys that the semantic conventions name, AWS's presigned URLs, usual names of secrets
      SECRETS = %w[
        awsaccesskeyid signature sig x-goog-signature x-amz-signature x-amz-credential x-amz-security-token
        access_token refresh_token id_token token client_secret secret password api_key apikey api-key
      ].freeze
      private_constant :PLAIN, :SECRETS

      class << self
        # Returns the query of an event's parameters; `encode` where the service has decoded them.
        def join(event, encode:)
          parameters = Event.mapping(event, 'multiValueQueryStringParameters')
          parameters = Event.mapping(event, 'queryStringParameters') if parameters.empty?
          pairs = parameters.flat_map do |name, value|
            texts = value.is_a?(Hash) ? [] : [*value].filter_map { |each| Event.as_text(each) }
            texts.map { |each| encode ? "#{form(name)}=#{form(each)}" : "#{name}=#{each}" }
          end
          pairs.join('&') unless pairs.empty?
        end

        # Returns the query with REDACTED for the value of each parameter that may be a secret.
        def redact(query)
          query.split('&', -1).map do |pair|
            name, equals, = pair.partition('=')
            !equals.empty? && SECRETS.include?(name.downcase) ? "#{name}=REDACTED" : pair
          end.join('&')
        end

        private

        def form(text)
          Percent.encode(text, PLAIN).tr(' ', '+')
        end
      end
    end
  end
end
