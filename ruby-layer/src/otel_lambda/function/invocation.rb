# frozen_string_literal: true

module OtelLambda
  module Function
    # One invocation: its trigger, its span, the context in which the handler runs.
    class Invocation
      attr_reader :span, :context, :request

      # The invocation as the timeout guard watches it.
      attr_accessor :guarded

      def initialize(trigger, span, context, request)
        @trigger = trigger
        @span = span
        @context = context
        @request = request
      end

      # Records what the runtime reports of an error, JSON with `errorType`, `errorMessage` and `stackTrace`.
      def failed(report)
        report = JSON.parse(report)
        # AWS's client has the class in brackets: `Function<RuntimeError>`
        type = report['errorType'].to_s[/<(.*)>/, 1] || report['errorType'].to_s
        message = report['errorMessage'].to_s
        @span.set_status(Sdk::ERROR, message)
        @span.set_attribute('error.type', type)
        @span.record_exception(type, message, ["#{message} (#{type})", *report['stackTrace']].join("\n"))
        type
      end

      # Records what ends the process.
      def ended(error)
        @span.fail(error) if error
      end

      # Sets what the response tells, a text of JSON or what an IO has.
      def responded(response)
        return unless @span.recording? && @trigger.type == 'http'

        status = @trigger.status_code(response.to_s.match?(/\A\s*\{/) ? JSON.parse(response) : nil)
        return unless status

        @span.set_attribute('http.response.status_code', status)
        return if status < 500

        @span.set_status(Sdk::ERROR)
        @span.set_attribute('error.type', status.to_s)
      end
    end
  end
end
