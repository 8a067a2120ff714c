# frozen_string_literal: true

module OtelLambda
  module Sdk
    # Decides which spans are recorded: by ratio, and where parent-based by the parent, if there is one.
    class Sampler
      def initialize(ratio, parent_based:)
        @bound = (ratio * (1 << 64)).round
        @parent_based = parent_based
      end

      # Decides as the samplers of OpenTelemetry's SDKs do, by the last 64 bits of the trace's id.
      def sampled?(parent, trace_id)
        return parent.sampled? if @parent_based && parent

        trace_id[16, 16].hex < @bound
      end
    end
  end
end
