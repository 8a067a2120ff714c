# frozen_string_literal: true

require_relative 'request'
require_relative 'spans'

module OtelLambda
  # One invocation: parent, span, flush.
  module Function
    autoload :Payloads, "#{__dir__}/payloads"
    autoload :QueueSpans, "#{__dir__}/queue_spans"

    # Around one invocation: the span begins, the handler runs, the span ends, the flush has its turn.
    class Instrumentation
      CLOSE_BUDGET = 1.0
      private_constant :CLOSE_BUDGET

      # Made at init, before the user's code.
      def initialize(telemetry)
        @telemetry = telemetry
        @spans = Spans.new(telemetry)
        @policy = Flush::Policy.create(telemetry)
        @guard = Flush::TimeoutGuard.new(telemetry) if telemetry.settings.timeout_guard? && telemetry.exports?
        @payloads = payloads(telemetry.settings)
        @running = nil
      end

      # Begins an invocation with an event, which was sent as that text; its context is the current one until `finish`.
      def begin(event, request, text)
        # one that the runtime could not finish, as it failed in between
        finish
        @telemetry.tracing.open.clear
        @running = @spans.start(event, request)
        @payloads&.received(@running.span, text)
        remaining = request.remaining
        @running.guarded = @guard.begin(@running.span, remaining) if @guard && remaining.positive?
        Context.invocation = @running.context
        Api.begin(@running.context)
      end

      # Takes what the runtime is about to send to the caller.
      def responded(response)
        running = @running or return
        Diagnostics.guard('the status of a response is not known') { running.responded(response) }
        @payloads&.responded(running.span, response)
        finish
      end

      # Takes what the runtime is about to report of an error.
      def failed(report)
        running = @running or return
        type = Diagnostics.guard('an error is not described', '') { running.failed(report) }
        finish(exiting: ends_process?(type))
      end

      # Takes what ends the process, perhaps in an invocation; called once, at its end.
      def exiting(error)
        budget = CLOSE_BUDGET
        if @running
          @running.ended(error)
          budget = Flush.budget(@running.request.remaining)
          leave.span.finish
        end
        @telemetry.close(budget) if budget.positive?
      end

      private

      def payloads(settings)
        captured = settings.captured_payloads
        Payloads.new(captured, settings) unless captured.empty?
      end

      # Ends the invocation that was begun last, and lets the flush have its turn.
      def finish(exiting: false)
        return unless @running

        running = leave
        running.span.finish
        remaining = running.request.remaining
        if exiting
          @telemetry.flush([@telemetry.settings.flush_timeout, Flush.budget(remaining)].min)
        else
          @policy.after_invocation(running.request.id, remaining)
        end
      end

      # Returns the running invocation, whose context is no longer the current one.
      def leave
        running = @running
        @running = nil
        Context.invocation = Context::ROOT
        Api.leave
        # what follows is no longer the handler's: while a flush waits, the guard has no say
        @guard&.end(running.guarded)
        running
      end

      # Tells if AWS's client ends the process after an error of this class, so that nothing may wait.
      def ends_process?(type)
        return false if type.empty?

        error_class = Object.const_get(type)
        !(error_class <= StandardError) || error_class <= NameError
      rescue NameError
        # such as an anonymous class
        true
      end
    end
  end
end
