# frozen_string_literal: true

module OtelLambda
  module Api
    # Connects opentelemetry-api, 1.0 on: its global tracer provider and propagator are this SDK's, unless the function
    # sets its own, whose spans then have the invocation's as their parent. Loaded when the function has loaded the API.
    class Bridge
      def initialize(telemetry)
        @telemetry = telemetry
        @token = nil
        OpenTelemetry.tracer_provider = Provider.new(telemetry)
        OpenTelemetry.propagation = Propagation.new(telemetry.propagator, self)
      end

      # Makes an invocation's context current in this fiber.
      def begin(context)
        @current = to_api(context)
        @token = OpenTelemetry::Context.attach(@current)
      end

      # Makes it no longer current; what the function has left above it is dropped.
      def leave
        return unless @token

        if OpenTelemetry::Context.current.equal?(@current)
          OpenTelemetry::Context.detach(@token)
        else
          OpenTelemetry::Context.clear
        end
        @token = nil
      end

      # Returns the API's current context as this SDK has it; nil where there is no span in it.
      def current
        context = OpenTelemetry::Context.current
        from_api(context) if OpenTelemetry::Trace.current_span(context).context.valid?
      end

      # Returns a context of this SDK's as the API has it.
      def to_api(context, base = OpenTelemetry::Context.empty)
        span = context.span
        if span
          api_span = span.recording? ? Span.new(span) : OpenTelemetry::Trace.non_recording_span(span_context(span))
          base = OpenTelemetry::Trace.context_with_span(api_span, parent_context: base)
        end
        context.baggage.reduce(base) do |result, (key, value)|
          OpenTelemetry::Baggage.set_value(key, value, context: result)
        end
      end

      # Returns a context of the API's as this SDK has it.
      def from_api(context)
        span = OpenTelemetry::Trace.current_span(context)
        Context.new(Api.own_span(span), OpenTelemetry::Baggage.values(context:), suppressed: untraced?(context))
      end

      private

      def span_context(span)
        Api.to_api_context(span.context)
      end

      # Tells if the function's own SDK has calls left untraced, such as those of its exporter.
      def untraced?(context)
        return false unless defined?(OpenTelemetry::Common::Utilities) &&
                            OpenTelemetry::Common::Utilities.respond_to?(:untraced?)

        OpenTelemetry::Common::Utilities.untraced?(context)
      end
    end

    class << self
      # Returns the API's SpanContext.
      def to_api_context(context)
        OpenTelemetry::Trace::SpanContext.new(
          trace_id: [context.trace_id].pack('H*'), span_id: [context.span_id].pack('H*'),
          trace_flags: OpenTelemetry::Trace::TraceFlags.from_byte(context.trace_flags),
          tracestate: OpenTelemetry::Trace::Tracestate.from_string(context.trace_state), remote: context.remote?
        )
      end

      # Returns this SDK's SpanContext.
      def from_api_context(context)
        Sdk::SpanContext.new(context.hex_trace_id, context.hex_span_id, context.trace_flags.sampled? ? 1 : 0,
                             trace_state: context.tracestate.to_s, remote: context.remote?)
      end

      # Returns a span of the API's as this SDK has it; nil for one that is not valid.
      def own_span(span)
        return span.own if span.is_a?(Span)

        Sdk::RemoteSpan.new(from_api_context(span.context)) if span.context.valid?
      end
    end

    # A span with the API's methods.
    class Span < OpenTelemetry::Trace::Span
      attr_reader :own

      def initialize(own)
        super(span_context: Api.to_api_context(own.context))
        @own = own
      end

      def recording?
        @own.recording?
      end

      def set_attribute(key, value)
        @own.set_attribute(key, value)
        self
      end
      alias []= set_attribute

      def add_attributes(attributes)
        @own.set_attributes(attributes)
        self
      end

      def add_link(link)
        @own.add_link(Api.from_api_context(link.span_context), link.attributes)
        self
      end

      def add_event(name, attributes: nil, timestamp: nil)
        @own.add_event(name, attributes, Api.nanoseconds(timestamp))
        self
      end

      def record_exception(exception, attributes: nil)
        values = { 'exception.type' => exception.class.to_s, 'exception.message' => exception.message,
                   'exception.stacktrace' => exception.full_message(highlight: false, order: :top) }
        add_event('exception', attributes: values.merge(attributes || {}))
      end

      def status=(status)
        # the API counts OK, UNSET and ERROR otherwise than OTLP
        codes = { OpenTelemetry::Trace::Status::OK => Sdk::OK, OpenTelemetry::Trace::Status::ERROR => Sdk::ERROR }
        @own.set_status(codes.fetch(status.code, Sdk::UNSET), status.description)
      end

      def name=(name)
        @own.name = name
      end

      def finish(end_timestamp: nil)
        @own.finish(Api.nanoseconds(end_timestamp))
        self
      end
    end

    # Returns a Time, or a number of seconds since the epoch, in nanoseconds; nil for nil.
    def self.nanoseconds(time)
      time && (time.to_r * 1_000_000_000).to_i
    end

    # A tracer with the API's methods; `in_span` is the API's own.
    class Tracer < OpenTelemetry::Trace::Tracer
      KINDS = { internal: Sdk::INTERNAL, server: Sdk::SERVER, client: Sdk::CLIENT, producer: Sdk::PRODUCER,
                consumer: Sdk::CONSUMER }.freeze
      private_constant :KINDS

      def initialize(tracing, scope)
        super()
        @tracing = tracing
        @scope = scope
      end

      def start_root_span(name, **options)
        start_span(name, with_parent: OpenTelemetry::Context::ROOT, **options)
      end

      def start_span(name, with_parent: nil, attributes: nil, links: nil, start_timestamp: nil, kind: nil)
        parent = with_parent || OpenTelemetry::Context.current
        context = Context.new(Api.own_span(OpenTelemetry::Trace.current_span(parent)))
        span = @tracing.start(@scope, name.to_s, kind: KINDS.fetch(kind, Sdk::INTERNAL), attributes:,
                                                 context:, start_time: Api.nanoseconds(start_timestamp))
        return OpenTelemetry::Trace.non_recording_span(Api.to_api_context(span.context)) unless span.recording?

        links&.each { |link| span.add_link(Api.from_api_context(link.span_context), link.attributes) }
        Span.new(span)
      end
    end

    # The provider of this SDK's tracers.
    class Provider < OpenTelemetry::Trace::TracerProvider
      def initialize(telemetry)
        super()
        @telemetry = telemetry
      end

      def tracer(name = nil, version = nil, **_options)
        Tracer.new(@telemetry.tracing, Sdk::Scope.new(name.to_s, version.to_s))
      end

      # Sends what was reported so far, and waits for it.
      def force_flush(timeout: nil)
        @telemetry.flush(timeout || 30.0)
      end

      # Does nothing: the layer ends with the process.
      def shutdown(timeout: nil); end
    end

    # The propagator that OTEL_PROPAGATORS names, with the API's methods.
    class Propagation
      def initialize(propagator, bridge)
        @propagator = propagator
        @bridge = bridge
      end

      def inject(carrier, context: OpenTelemetry::Context.current,
                 setter: OpenTelemetry::Context::Propagation.text_map_setter)
        @propagator.inject(@bridge.from_api(context)) { |name, value| setter.set(carrier, name, value) }
      end

      def extract(carrier, context: OpenTelemetry::Context.current,
                  getter: OpenTelemetry::Context::Propagation.text_map_getter)
        names = getter.keys(carrier)
        headers = names.to_h { |name| [name.to_s.downcase, getter.get(carrier, name).to_s] }
        @bridge.to_api(@propagator.extract(@bridge.from_api(context), headers), context)
      end

      def fields
        @propagator.fields
      end
    end
  end
end
