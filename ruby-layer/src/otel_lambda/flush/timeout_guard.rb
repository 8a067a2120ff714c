# frozen_string_literal: true

module OtelLambda
  module Flush
    # Sends what is open of an invocation shortly before its deadline, when Lambda kills the process: a call that hangs
    # is visible then. A tenth of the invocation's time is left for it, no less than 0.1 s and no more than a second.
    #
    # A thread watches, which invocations that end in time do not wake: it sleeps until the first one could be due.
    class TimeoutGuard
      MARGIN = (0.1..1.0)
      MIN_SLEEP = 1.0
      private_constant :MARGIN, :MIN_SLEEP

      # An invocation that is to end before its deadline; times are those of `monotonic`.
      Guarded = Struct.new(:span, :due, :deadline)

      def initialize(telemetry)
        @telemetry = telemetry
        @lock = Mutex.new
        @changed = ConditionVariable.new
        @open = nil
        @usual = MIN_SLEEP
        @wakes_at = 0.0
        @started = false
      end

      # Begins to watch an invocation that has so many seconds left.
      def begin(span, remaining)
        now = Sdk::Http.monotonic
        margin = [(remaining / 10).clamp(MARGIN), remaining / 2].min
        guarded = @open = Guarded.new(span, now + remaining - margin, now + remaining)
        @usual = [remaining - margin, MIN_SLEEP].max
        if !@started
          start(guarded)
        elsif guarded.due < @wakes_at
          @lock.synchronize { @changed.signal }
        end
        guarded
      end

      # Ends the watch, before the span ends.
      def end(guarded)
        @open = nil if @open.equal?(guarded)
      end

      private

      def start(guarded)
        @started = true
        @wakes_at = guarded.due
        thread = Thread.new { run }
        thread.name = 'otel-timeout'
        thread.report_on_exception = false
      end

      def run
        loop { export(await) }
      rescue StandardError => e
        Diagnostics.failure('invocations that time out may not be reported', e)
      end

      # Waits for an invocation that is due.
      def await
        @lock.synchronize do
          loop do
            guarded = @open
            now = Sdk::Http.monotonic
            if guarded && guarded.due <= now
              @open = nil
              return guarded
            end
            @wakes_at = guarded ? guarded.due : now + @usual
            # who begins meanwhile has seen the time, or wakes this up
            @changed.wait(@lock, @wakes_at - now)
          end
        end
      end

      def export(guarded)
        span = guarded.span
        span.set_status(Sdk::ERROR)
        span.set_attribute('error.type', 'timeout')
        @telemetry.export_unfinished(span.context.trace_id, guarded.deadline - Sdk::Http.monotonic)
      end
    end
  end
end
