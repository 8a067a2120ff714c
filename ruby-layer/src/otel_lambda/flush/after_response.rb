# frozen_string_literal: true

module OtelLambda
  module Flush
    # Sends when the caller has the response: an extension inside the runtime's process.
    #
    # Lambda tells it of each invocation, and it asks for the next only when the export is done. Until then, the
    # environment is not frozen. It never holds an invocation beyond its deadline. Where Lambda does not tell it of
    # invocations any more, telemetry leaves before the response.
    class AfterResponse
      PAUSE = 0.002 # in which the runtime sends the response, undisturbed by the export
      RETRY = 1.0
      private_constant :PAUSE, :RETRY

      def initialize(telemetry, otherwise)
        @telemetry = telemetry
        @otherwise = otherwise
        @timeout = telemetry.settings.flush_timeout
        @api = ExtensionsApi.new(telemetry.settings.runtime_api)
        @lock = Mutex.new
        @changed = ConditionVariable.new
        @told = @done = ''
        @failed = false
      end

      # Registers the extension, which Lambda allows during init only; returns if it has.
      def start
        @api.register
        thread = Thread.new { run }
        thread.name = 'otel-extension'
        thread.report_on_exception = false
        true
      rescue Sdk::Http::Failure, SystemCallError => e
        Diagnostics.warn('telemetry leaves before the response: no extension can be registered: ' \
                         "#{Diagnostics.describe(e)}")
        false
      end

      # Lets the thread send, or sends before the response where the thread cannot.
      def after_invocation(request_id, remaining)
        missed_last = @lock.synchronize do
          missed = !['', @told].include?(@done) && request_id != @told
          @done = request_id
          @changed.signal
          missed
        end
        # Lambda begins no invocation before it has told of the last one and been asked for the next
        failed('Lambda does not tell of invocations') if missed_last
        @otherwise.after_invocation(request_id, remaining) if @failed
      end

      private

      def run
        loop do
          serve_next
        rescue StandardError => e
          failed("the Extensions API fails: #{Diagnostics.describe(e)}")
          flush(0.0)
          # asked on, as Lambda waits for that with each invocation
          sleep(RETRY)
        end
      end

      def serve_next
        asked = Sdk::Http.monotonic
        request_id, deadline = @api.next_invocation
        waited(Sdk::Http.monotonic - asked)
        await(request_id, deadline)
        return if @failed || hold?

        sleep(PAUSE)
        seconds = [@timeout, Flush.budget(deadline - now)].min
        return unless seconds.positive?

        flush(seconds)
        exported
      end

      # Waits until the invocation has ended, to its deadline at most.
      def await(request_id, deadline)
        @lock.synchronize do
          @told = request_id
          until @failed || @done == request_id
            left = deadline - now
            break unless left.positive?

            @changed.wait(@lock, left)
          end
        end
      end

      def now
        Process.clock_gettime(Process::CLOCK_REALTIME)
      end

      # Tells if what is held may wait for a later invocation.
      def hold?
        false
      end

      # Takes the time between the request for the next invocation and its begin.
      def waited(_seconds); end

      # Takes note of the end of an export, whatever came of it.
      def exported; end

      def flush(seconds)
        Diagnostics.guard('what was reported may be late or lost') { @telemetry.flush(seconds) }
      end

      def failed(why)
        return if @failed

        @failed = true
        Diagnostics.warn("telemetry leaves before the response from now on: #{why}")
      end
    end
  end
end
