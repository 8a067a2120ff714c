# frozen_string_literal: true

# A double of the gem opentelemetry-api, which is on rubygems.org only: the parts of its documented interface that the
# layer and its tests use, and no more. It is not OpenTelemetry's code.
module OpenTelemetry
  # An immutable set of values, a stack of which is kept for each fiber.
  class Context
    # Headers in a hash.
    module Propagation
      def self.text_map_setter = Class.new { def set(carrier, key, value) = carrier[key] = value }.new

      def self.text_map_getter = Class.new do
                                   def get(carrier, key) = carrier[key]
                                   def keys(carrier) = carrier.keys
                                 end.new
    end

    class << self
      def current = stack.last || ROOT
      def attach(context) = stack.push(context).size
      def clear = stack.clear
      def empty = new({})

      def detach(token)
        warn 'calls to detach should match' if token != stack.size
        stack.pop
      end

      def with_value(key, value)
        token = attach(current.set_value(key, value))
        yield
      ensure
        detach(token)
      end

      private

      def stack = Thread.current[:double_stack] ||= []
    end

    def initialize(values)
      @values = values.freeze
    end

    def value(key) = @values[key]
    def set_value(key, value) = Context.new(@values.merge(key => value))

    ROOT = empty
  end
end

module OpenTelemetry
  # Entries that travel with a context.
  module Baggage
    KEY = Object.new

    def self.values(context: Context.current) = context.value(KEY) || {}
    def self.value(key, context: Context.current) = values(context:)[key]

    def self.set_value(key, value, context: Context.current)
      context.set_value(KEY, values(context:).merge(key => value))
    end
  end

  # Spans and what makes them.
  module Trace
    KEY = Object.new

    TraceFlags = Struct.new(:byte) do
      def self.from_byte(byte) = new(byte)
      def sampled? = byte.allbits?(1)
    end

    Tracestate = Struct.new(:text) do
      def self.from_string(text) = new(text)
      def to_s = text
    end

    # What of a span is propagated; ids are bytes.
    class SpanContext
      attr_reader :trace_id, :span_id, :trace_flags, :tracestate

      def initialize(trace_id: "\0" * 16, span_id: "\0" * 8, trace_flags: TraceFlags.new(0),
                     tracestate: Tracestate.new(''), remote: false)
        @trace_id = trace_id
        @span_id = span_id
        @trace_flags = trace_flags
        @tracestate = tracestate
        @remote = remote
      end

      def hex_trace_id = @trace_id.unpack1('H*')
      def hex_span_id = @span_id.unpack1('H*')
      def remote? = @remote
      def valid? = @trace_id != "\0" * 16
    end

    # A span that records nothing.
    class Span
      attr_reader :context

      def initialize(span_context: nil)
        @context = span_context || SpanContext.new
      end

      def recording? = false

      INVALID = new
    end

    Status = Struct.new(:code, :description) do
      def self.error(description) = new(2, description)
    end
    Status::OK = 0
    Status::UNSET = 1
    Status::ERROR = 2

    Link = Struct.new(:span_context, :attributes)

    # Makes spans.
    class Tracer
      def in_span(name, **options)
        span = start_span(name, **options)
        Trace.with_span(span) { yield span }
      rescue Exception => e # rubocop:disable Lint/RescueException
        span.record_exception(e)
        span.status = Status.error(e.class.to_s)
        raise
      ensure
        span.finish
      end
    end

    # Makes tracers.
    class TracerProvider
      def tracer(_name = nil, _version = nil) = Tracer.new
    end

    class << self
      def current_span(context = Context.current) = context.value(KEY) || Span::INVALID
      def context_with_span(span, parent_context: Context.current) = parent_context.set_value(KEY, span)
      def non_recording_span(context) = Span.new(span_context: context)
      def with_span(span, &) = Context.with_value(KEY, span, &)
    end
  end
end

# The globals come last, as in the gem.
module OpenTelemetry
  class << self
    attr_accessor :tracer_provider, :propagation
  end
  self.tracer_provider = Trace::TracerProvider.new
end
