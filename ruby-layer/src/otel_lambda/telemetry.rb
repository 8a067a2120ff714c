# frozen_string_literal: true

module OtelLambda
  # The telemetry of this process: spans, propagator, and the way to the backend.
  class Telemetry
    FORKED_BUDGET = 1.0
    private_constant :FORKED_BUDGET

    attr_reader :settings, :propagator, :tracing

    # Reads the settings.
    def initialize(settings)
      @settings = settings
      settings.check_unsupported
      @resource = Sdk::Otlp::Traces.resource(Sdk::Resource.create(settings))
      @propagator = Propagation::Propagator.new(settings.propagators)
      @tracing = Sdk::Tracing.new(settings.sampler, settings.limits) { |span| ended(span) }
      @batch_size = settings.batch_size
      @max_spans = settings.max_spans
      @lock = Mutex.new
      @items = []
      @pid = Process.pid
      return unless settings.exports_traces?

      settings.check_protocol
      @outbox = Sdk::Http::Outbox.new(settings)
    end

    # Tells if spans are sent anywhere.
    def exports?
      !@outbox.nil?
    end

    # Sends what was reported so far, and waits for it, `budget` seconds at most.
    def flush(budget)
      return true unless @outbox

      renew_after_fork
      post
      @outbox.flush(budget)
    end

    # Sends what is held once more, and open spans as they stand, as the process is about to end.
    def close(budget)
      return unless @outbox

      renew_after_fork
      add_unfinished(@tracing.open.values)
      post
      @outbox.close(budget)
    end

    # Sends the open spans of a trace as they stand, marked `otel.lambda.unfinished`.
    def export_unfinished(trace_id, budget)
      add_unfinished(@tracing.open.values.select { |span| span.context.trace_id == trace_id })
      flush(budget)
    end

    private

    def ended(span)
      return unless @outbox

      renew_after_fork
      add(span.scope, Sdk::Otlp::Traces.span(span))
      # a forked process may end without a word
      flush(FORKED_BUDGET) if @forked
    end

    def add_unfinished(spans)
      spans.each { |span| add(span.scope, Sdk::Otlp::Traces.unfinished(span)) } if @outbox
    end

    def add(scope, item)
      full = @lock.synchronize do
        if @max_spans.positive? && @items.size + @outbox.count >= @max_spans
          Diagnostics.warn_once('too many spans', "more than #{@max_spans} spans wait; new ones are dropped")
          return
        end
        @items << [scope, item]
        @items.size >= @batch_size
      end
      post if full
    end

    # Makes a request of the spans that wait, and queues it.
    def post
      items = @lock.synchronize { @items.tap { @items = [] } }
      @outbox.add(Sdk::Otlp::Traces.request(@resource, items), items.size) unless items.empty?
    end

    # A forked process has none of the threads, and what waits is its parent's.
    def renew_after_fork
      return if @pid == Process.pid

      @pid = Process.pid
      @forked = true
      @lock = Mutex.new
      @items = []
      @outbox.forget
    end
  end
end
