# frozen_string_literal: true

module OtelLambda
  module Instrumentation
    # What the spans of HTTP clients have in common (semantic-conventions v1.44.0, docs/http/http-spans.md).
    module HttpClient
      class << self
        # Returns the method, or HTTP for one that is not defined.
        def span_name(method)
          known?(method) ? method : 'HTTP'
        end

        # Returns the attributes of a request; `url` is absolute.
        def request_attributes(method, url, host, port)
          values = { 'http.request.method' => known?(method) ? method : '_OTHER', 'url.full' => redacted(url),
                     'server.address' => host, 'server.port' => port }
          values['http.request.method_original'] = method unless known?(method)
          values
        end

        # Sets what a response tells; from 400 on it is an error.
        def response(span, status)
          span.set_attribute('http.response.status_code', status)
          return if status < 400

          span.set_attribute('error.type', status.to_s)
          span.set_status(Sdk::ERROR)
        end

        private

        def known?(method)
          Trigger::Http::METHODS.include?(method)
        end

        # Leaves out the values of parameters that may be secrets.
        def redacted(url)
          base, mark, query = url.partition('?')
          mark.empty? ? url : "#{base}?#{Trigger::Query.redact(query)}"
        end
      end
    end
  end
end
