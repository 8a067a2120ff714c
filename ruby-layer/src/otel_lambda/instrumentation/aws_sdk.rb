# frozen_string_literal: true

module OtelLambda
  module Instrumentation
    # aws-sdk-core, and so each client of AWS's SDK: one span for each API call, its retries included.
    #
    # Source: semantic-conventions v1.44.0, docs/cloud-providers/aws-sdk.md. The function's own parameters are never
    # changed: what carries the context is a copy.
    module AwsSdk
      autoload :Services, "#{__dir__}/aws/services"

      TRACE_VARIABLE = '_X_AMZN_TRACE_ID'
      OWN_PARTS = %w[Root Parent Sampled].freeze
      private_constant :TRACE_VARIABLE, :OWN_PARTS

      class << self
        def patch(owner, telemetry)
          @calls = Calls.new(telemetry, 'AwsSdk', %i[AwsSdk])
          @propagator = telemetry.propagator
          # clients that are defined from now on have it
          owner.add_plugin(plugin)
        end

        # Runs a call in a span; the block hands it on, and returns the response.
        def call(context, &call)
          service = Diagnostics.guard('a call of AWS is not described') { Services.of(context) } if @calls.traced?
          return call.call unless service

          attributes = Diagnostics.guard('a call of AWS is not described', {}) { service.attributes }
          @calls.run(service.span_name, attributes, kind: service.kind) do |span|
            Diagnostics.guard('a call of AWS has no trace context') { inject(service, context) }
            respond(span, service, context, &call)
          end
        end

        private

        def plugin
          handler = Class.new(Seahorse::Client::Handler) do
            def call(context)
              AwsSdk.call(context) { @handler.call(context) }
            end
          end
          Class.new(Seahorse::Client::Plugin) do
            define_method(:add_handlers) do |handlers, _config|
              handlers.add(handler, step: :initialize, priority: 99)
            end
          end
        end

        def inject(service, context)
          @calls.inject do |name, value|
            next unless @propagator.xray? && name == Propagation::XRay::NAME

            context.http_request.headers[name] = [value, *lineage].join(';')
          end
          changed = service.inject(@calls)
          context.params = changed if changed
        end

        # Returns what Lambda's protection against recursion reads of X-Ray's header.
        def lineage
          ENV[TRACE_VARIABLE].to_s.split(';').reject { |part| OWN_PARTS.include?(part[/\A[^=]*/]) }
        end

        def respond(span, service, context)
          response = yield
          Diagnostics.guard('a response of AWS is not described') do
            describe(span, service, context, response)
          end
          response
        rescue StandardError => e
          Diagnostics.guard('an error of AWS is not described') do
            metadata(span, context)
            span.fail(e, code(e)) if span.recording?
          end
          raise
        end

        def describe(span, service, context, response)
          metadata(span, context)
          if response.error
            span.fail(response.error, code(response.error)) if span.recording?
          else
            span.set_attributes(service.response_attributes(response.data))
          end
        end

        def code(error)
          error.respond_to?(:code) && error.code.is_a?(String) ? error.code : error.class.to_s
        end

        def metadata(span, context)
          status = context.http_response.status_code
          return if status.to_i.zero?

          headers = context.http_response.headers
          span.set_attribute('http.response.status_code', status)
          span.set_attribute('aws.request_id', headers['x-amzn-requestid'] || headers['x-amz-request-id'])
          span.set_attribute('aws.extended_request_id', headers['x-amz-id-2'])
          span.set_attribute('http.request.resend_count', context.retries) if context.retries.positive?
        end
      end
    end
  end
end
