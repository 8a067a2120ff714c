# frozen_string_literal: true

module OtelLambda
  # The OpenTelemetry SDK as a function needs it: spans, sampler, limits, resource, OTLP over HTTP.
  module Sdk
    # Kinds and status codes, as OTLP counts them.
    INTERNAL = 1
    SERVER = 2
    CLIENT = 3
    PRODUCER = 4
    CONSUMER = 5
    UNSET = 0
    OK = 1
    ERROR = 2

    # Returns the time in nanoseconds since the epoch.
    def self.now
      Process.clock_gettime(Process::CLOCK_REALTIME, :nanosecond)
    end

    # What of a span is propagated; ids are lower-case hexadecimal digits, `trace_state` is the header's text.
    class SpanContext
      attr_reader :trace_id, :span_id, :trace_flags, :trace_state

      def initialize(trace_id, span_id, trace_flags = 1, trace_state: '', remote: false)
        @trace_id = trace_id
        @span_id = span_id
        @trace_flags = trace_flags
        @trace_state = trace_state
        @remote = remote
      end

      def remote?
        @remote
      end

      def sampled?
        @trace_flags.allbits?(1)
      end

      def same_span?(other)
        !other.nil? && @span_id == other.span_id && @trace_id == other.trace_id
      end
    end

    # A span of another process, or one that is not sampled: it records nothing.
    class RemoteSpan
      attr_reader :context

      def initialize(context)
        @context = context
      end

      def parent; end

      def recording?
        false
      end

      def set_attribute(_key, _value); end

      def set_attributes(_attributes); end

      def add_event(_name, _attributes = nil, _time = nil); end

      def add_link(_context, _attributes = nil); end

      def set_status(_status, _description = ''); end

      def record_exception(_type, _message, _stack); end

      def fail(_error, _type = nil); end

      def name=(_name); end

      def finish(_time = nil); end
    end

    # An instrumentation scope.
    Scope = Struct.new(:name, :version)

    # Something that happened in a span, `time` in nanoseconds since the epoch.
    Event = Struct.new(:name, :time, :attributes, :dropped_attributes)

    # Another span that a span has to do with.
    Link = Struct.new(:context, :attributes, :dropped_attributes)

    # A recording span: what was set is held until `finish`, which hands it on.
    class Span
      attr_reader :context, :parent, :name, :kind, :scope, :start_time, :end_time, :attributes, :events, :links,
                  :dropped_attributes, :dropped_events, :dropped_links, :status, :description

      def initialize(context, parent, name, kind, scope, limits, start_time, &on_end)
        @context = context
        @parent = parent
        @name = name
        @kind = kind
        @scope = scope
        @limits = limits
        @start_time = start_time || Sdk.now
        @on_end = on_end
        @end_time = nil
        @attributes = {}
        @events = []
        @links = []
        @dropped_attributes = @dropped_events = @dropped_links = 0
        @status = UNSET
        @description = ''
      end

      def recording?
        @end_time.nil?
      end

      # Sets an attribute; what has no place in OTLP is left out.
      def set_attribute(key, value)
        return if @end_time

        key = key.to_s
        value = Attributes.clean(value, @limits.attribute_length)
        return if key.empty? || value.nil?

        if @attributes.size >= @limits.attributes && !@attributes.key?(key)
          @dropped_attributes += 1
        else
          @attributes[key] = value
        end
      end

      def set_attributes(attributes)
        attributes.each { |key, value| set_attribute(key, value) }
      end

      def add_event(name, attributes = nil, time = nil)
        return if @end_time
        return @dropped_events += 1 if @events.size >= @limits.events

        kept, dropped = Attributes.clean_all(attributes, @limits.event_attributes, @limits.attribute_length)
        @events << Event.new(name, time || Sdk.now, kept, dropped)
      end

      def add_link(context, attributes = nil)
        return if @end_time || context.nil?
        return @dropped_links += 1 if @links.size >= @limits.links

        kept, dropped = Attributes.clean_all(attributes, @limits.link_attributes, @limits.attribute_length)
        @links << Link.new(context, kept, dropped)
      end

      # Sets the status; OK is final, UNSET is ignored.
      def set_status(status, description = '')
        return if @end_time || @status == OK || status == UNSET

        @status = status
        @description = status == ERROR ? description.to_s : ''
      end

      def name=(name)
        @name = name unless @end_time
      end

      # Adds the event `exception` (semantic-conventions v1.44.0, docs/exceptions).
      def record_exception(type, message, stack)
        add_event('exception', 'exception.type' => type, 'exception.message' => message,
                               'exception.stacktrace' => stack)
      end

      # Records an exception that ends what the span stands for.
      def fail(error, type = error.class.to_s)
        message = message_of(error)
        set_status(ERROR, message)
        set_attribute('error.type', type)
        record_exception(error.class.to_s, message, stack_of(error, message))
      end

      # Ends the span, at a time in nanoseconds since the epoch or now; once.
      def finish(time = nil)
        return if @end_time

        @end_time = time || Sdk.now
        @on_end.call(self)
      end

      private

      def message_of(error)
        error.message.to_s
      rescue StandardError
        ''
      end

      def stack_of(error, message)
        ["#{message} (#{error.class})", *error.backtrace].join("\n")
      rescue StandardError
        ''
      end
    end
  end
end
