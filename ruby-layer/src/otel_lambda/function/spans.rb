# frozen_string_literal: true

require_relative 'invocation'
require_relative 'parents'

module OtelLambda
  module Function
    # Starts the spans of invocations (semantic-conventions v1.44.0, docs/faas/aws-lambda.md); what cannot be read
    # from an event is missing on them.
    class Spans
      SCOPE = Sdk::Scope.new('io.opentelemetry.lambda', VERSION)
      private_constant :SCOPE

      def initialize(telemetry)
        @tracing = telemetry.tracing
        @parents = Parents.new(telemetry.propagator)
        settings = telemetry.settings
        @single_message_parent = settings.single_message_parent?
        @function_name = named(settings.lambda_variable('LAMBDA_FUNCTION_NAME'), 'function')
        @version = named(settings.lambda_variable('LAMBDA_FUNCTION_VERSION'), '$LATEST')
        @queue_spans = QueueSpans.new(@tracing, SCOPE) if settings.queue_spans?
        @cold_start = true
      end

      # Returns the invocation with this event, its span started.
      def start(event, request)
        trigger = guard("an invocation's trigger is not known", Trigger::Base.new) { Trigger.of(event) }
        headers = guard('the headers of an event are not known', {}) { trigger.headers }
        parent = guard("an invocation's parent is not known", Context::ROOT) do
          @parents.of_invocation(headers, request)
        end
        senders = guard('the senders of messages are not known', []) { trigger.messages }
        if @single_message_parent && trigger.single_message? && !senders.empty?
          parent = guard('the sender of a message is not known', parent) do
            @parents.of_message(senders.shift, parent)
          end
        end
        span = started(trigger, parent)
        if span.recording?
          describe(span, trigger, request)
          link(span, senders, parent.span&.context)
        end
        @cold_start = false
        Invocation.new(trigger, span, parent.with_span(span), request)
      end

      private

      def guard(what, otherwise, &block)
        Diagnostics.guard(what, otherwise, &block)
      end

      def named(value, otherwise)
        value.empty? ? otherwise : value
      end

      def started(trigger, parent)
        name = guard("a span has the function's name for want of a better one", nil) { trigger.span_name }
        now = Sdk.now
        waited = guard('the time that an event has waited has no span', nil) do
          @queue_spans&.context(trigger, parent, now)
        end
        @tracing.start(SCOPE, named(name.to_s, @function_name), kind: trigger.kind, context: waited || parent,
                                                                start_time: now)
      end

      def describe(span, trigger, request)
        span.set_attribute('faas.trigger', trigger.type)
        span.set_attribute('faas.invocation_id', request.id)
        span.set_attribute('faas.coldstart', @cold_start)
        span.set_attributes(request.arn_attributes(@version))
        span.set_attributes(guard('attributes of the trigger are missing', {}) { trigger.attributes })
      end

      def link(span, senders, parent)
        senders.each do |sender|
          guard('links to the senders of messages are missing', nil) { @parents.link(span, sender, parent) }
        end
      end
    end
  end
end
