# frozen_string_literal: true

# Functions that bring opentelemetry-api: with a double of it, as rubygems.org is not reached everywhere.
class ApiTest < Minitest::Test
  DOUBLE = File.read("#{__dir__}/doubles/opentelemetry.rb")

  def run_function(body, event: {}, top: "require 'opentelemetry'", count: 1, headers: {})
    code = "#{top}\ndef handler(event:, context:)\n#{body}\nend"
    Lambda.run(code, files: { 'opentelemetry.rb' => DOUBLE }) do |function|
      result = function.invoke(event, headers:)
      assert_nil result.error_type, result.body
      assert_empty function.otel_lines
      yield result.json, function.spans(count), function
    end
  end

  BODY = <<~RUBY
    OpenTelemetry::Trace.current_span.set_attribute('own', 'set')
    tracer = OpenTelemetry.tracer_provider.tracer('shop', '1')
    tracer.in_span('outer', kind: :client, attributes: { 'user' => 'ann' }) do |outer|
      outer.add_event('step', attributes: { 'n' => 1 })
      tracer.start_span('inner').finish
      tracer.in_span('bad') { raise 'no' } rescue nil
    end
    OpenTelemetry.propagation.inject(carrier = {})
    carrier['traceparent']
  RUBY

  def test_spans_joinTheInvocation
    run_function(BODY, count: 4) do |result, spans|
      inner, bad, outer, invocation = spans
      assert_equal %w[inner bad outer orders], spans.map(&:name)
      assert_equal 'set', invocation.attributes['own']
      assert_equal [invocation.span_id, outer.span_id, outer.span_id], [outer, inner, bad].map(&:parent_id)
      assert_equal [3, 'shop', { 'user' => 'ann' }, { 'n' => 1 }],
                   [outer.kind, outer.scope, outer.attributes, outer.events.first.attributes]
      assert_equal [2, 'RuntimeError', 'no'],
                   [bad.status, bad.message, bad.events.first.attributes['exception.message']]
      assert_equal "00-#{invocation.trace_id}-#{invocation.span_id}-01", result
    end
  end

  def test_apiThatIsLoadedInTheHandler_hasTheInvocationsSpan
    run_function("require 'opentelemetry'\nOpenTelemetry::Trace.current_span.set_attribute('own', 1)",
                 top: '') do |_, spans|
      assert_equal 1, spans.first.attributes['own']
    end
  end

  def test_callsOfLibraries_areBelowTheFunctionsSpans
    server = HttpServer.new { [200, ''] }
    body = <<~RUBY
      require 'net/http'
      OpenTelemetry.tracer_provider.tracer('shop').in_span('outer') do
        Net::HTTP.get(URI('http://127.0.0.1:#{server.port}/'))
      end
    RUBY
    run_function(body, count: 3) do |_, spans|
      call, outer, = spans
      assert_equal outer.span_id, call.parent_id
    end
  ensure
    server.stop
  end

  def test_baggage_isTheSenders
    run_function("OpenTelemetry::Baggage.value('user')", event: { headers: { Baggage: 'user=ann' } }) do |result, _|
      assert_equal 'ann', result
    end
  end

  def test_contextThatIsLeftAttached_isNotTheNextInvocations
    body = <<~RUBY
      OpenTelemetry::Context.attach(OpenTelemetry::Context.current.set_value('left', 1))
      OpenTelemetry::Trace.current_span.context.hex_span_id
    RUBY
    run_function(body) do |result, spans, function|
      assert_equal spans.first.span_id, result
      assert_equal function.spans(1).size + 1, (function.invoke && function.spans(2).size)
      assert_equal 2, function.arrived.map(&:trace_id).uniq.size
      refute_match(/detach/, function.log)
    end
  end

  def test_provider_thatTheFunctionSets_hasTheInvocationAsItsParent
    body = <<~RUBY
      OpenTelemetry.tracer_provider = :own
      OpenTelemetry::Trace.current_span.context.hex_trace_id
    RUBY
    run_function(body) { |result, spans| assert_equal spans.first.trace_id, result }
  end
end
