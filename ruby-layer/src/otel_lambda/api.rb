# frozen_string_literal: true

module OtelLambda
  # The opentelemetry-api that a function brings, connected to this SDK once it is loaded.
  module Api
    @bridge = nil
    @context = nil

    class << self
      # Takes the bridge to the API that the function has loaded.
      def connect(bridge)
        @bridge = bridge
        Context.api = bridge
        bridge.begin(@context) if @context
      end

      # Makes an invocation's context current in the API.
      def begin(context)
        @context = context
        @bridge&.begin(context)
      end

      # Makes it no longer current.
      def leave
        @context = nil
        @bridge&.leave
      end
    end
  end
end
