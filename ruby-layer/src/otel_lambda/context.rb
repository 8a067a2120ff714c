# frozen_string_literal: true

module OtelLambda
  # An immutable set of what is current: span, baggage, and whether library calls are left untraced.
  class Context
    KEY = :__otel_lambda_context__
    private_constant :KEY

    attr_reader :span, :baggage

    def initialize(span = nil, baggage = {}, suppressed: false)
      @span = span
      @baggage = baggage
      @suppressed = suppressed
    end

    def suppressed?
      @suppressed
    end

    def with_span(span)
      Context.new(span, @baggage, suppressed: @suppressed)
    end

    def with_baggage(baggage)
      Context.new(@span, baggage, suppressed: @suppressed)
    end

    # Returns this context with library calls untraced, such as those below an SDK's call.
    def without_calls
      Context.new(@span, @baggage, suppressed: true)
    end

    ROOT = new

    @invocation = ROOT
    @api = nil

    class << self
      # The running invocation's context: that of each thread which has no other.
      attr_accessor :invocation

      # What tells the current context of the function's opentelemetry-api, once that is loaded.
      attr_writer :api

      # Returns that of a traced call around this, of the function's OpenTelemetry API, or the invocation's.
      def current
        Thread.current[KEY] || @api&.current || @invocation
      end

      # Makes a context current in a block.
      def with(context)
        before = Thread.current[KEY]
        Thread.current[KEY] = context
        yield
      ensure
        Thread.current[KEY] = before
      end
    end
  end
end
