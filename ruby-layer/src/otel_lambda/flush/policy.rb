# frozen_string_literal: true

module OtelLambda
  # When telemetry leaves the environment, a file for each policy.
  module Flush
    autoload :Adaptive, "#{__dir__}/adaptive"
    autoload :AfterResponse, "#{__dir__}/after_response"
    autoload :ExtensionsApi, "#{__dir__}/extensions_api"

    MARGIN = (0.1..0.5)
    private_constant :MARGIN

    # Returns what a tenth of the remaining seconds leaves, no less than 0.1 and no more than 0.5.
    def self.budget(remaining)
      remaining - (remaining / 10).clamp(MARGIN)
    end

    # The choice among the policies. Each has `after_invocation(request_id, remaining)`.
    module Policy
      # Returns the policy that the user has chosen, as far as the environment allows it.
      def self.create(telemetry)
        settings = telemetry.settings
        before = BeforeResponse.new(telemetry)
        choice = settings.flush_policy
        return before if choice == 'before-response' || settings.runtime_api.empty?

        after = (choice == 'adaptive' ? Adaptive : AfterResponse).new(telemetry, before)
        after.start ? after : before
      end
    end

    # Sends before the response: nothing is lost, and the caller waits for the backend.
    class BeforeResponse
      def initialize(telemetry)
        @telemetry = telemetry
        @timeout = telemetry.settings.flush_timeout
      end

      # Sends, and waits as long as that is worthwhile.
      def after_invocation(_request_id, remaining)
        seconds = [@timeout, Flush.budget(remaining)].min
        @telemetry.flush(seconds) if seconds.positive?
      end
    end
  end
end
