# frozen_string_literal: true

module OtelLambda
  module Flush
    # Sends after the response, but of invocations that follow each other closely not each.
    #
    # What is held waits as long as the next invocation can be expected before the export falls due, an interval after
    # the last; it is expected no later than after the longest of the last four gaps. If it does not come, what was
    # reported within the interval goes out when the environment is shut down, and is lost if it is killed.
    class Adaptive < AfterResponse
      GAPS = 4
      private_constant :GAPS

      def initialize(telemetry, otherwise)
        super
        @interval = telemetry.settings.adaptive_interval
        @gaps = []
        @known = 0
        @exported = nil
      end

      private

      def waited(seconds)
        @known += 1
        @gaps = [*@gaps, seconds].last(GAPS)
      end

      def exported
        @exported = Sdk::Http.monotonic
      end

      def hold?
        !@exported.nil? && @known > GAPS && Sdk::Http.monotonic + @gaps.max - @exported < @interval
      end
    end
  end
end
