# frozen_string_literal: true

require_relative '../src/otel_lambda/start'

# What each propagator writes, it reads, and others' headers that are not right are ignored.
class PropagationTest < Minitest::Test
  TRACE = '5759e988bd862e3fe1be46a994272793'
  SPAN = '53995c3f42cd8ad8'
  HEADERS = {
    'tracecontext' => { 'traceparent' => "00-#{TRACE}-#{SPAN}-01", 'tracestate' => 'a=1' },
    'baggage' => { 'baggage' => 'user=a%20b' },
    'b3' => { 'b3' => "#{TRACE}-#{SPAN}-1" },
    'b3multi' => { 'X-B3-TraceId' => TRACE, 'X-B3-SpanId' => SPAN, 'X-B3-Sampled' => '1' },
    'jaeger' => { 'uber-trace-id' => "#{TRACE}:#{SPAN}:0:01", 'uberctx-user' => 'a%20b' },
    'ottrace' => { 'ot-tracer-traceid' => TRACE[16, 16], 'ot-tracer-spanid' => SPAN, 'ot-tracer-sampled' => 'true' },
    'xray' => { 'X-Amzn-Trace-Id' => "Root=1-5759e988-bd862e3fe1be46a994272793;Parent=#{SPAN};Sampled=1" }
  }.freeze
  BAD = {
    'tracecontext' => [{ 'traceparent' => "00-#{'0' * 32}-#{SPAN}-01" }, { 'traceparent' => "ff-#{TRACE}-#{SPAN}-01" },
                       { 'traceparent' => "00-#{TRACE.upcase}-#{SPAN}-01" }, { 'traceparent' => '' },
                       { 'traceparent' => "00-#{TRACE}-#{SPAN}-01-x" }, { 'traceparent' => "00-#{TRACE}-#{SPAN}-0x" }],
    'b3' => [{ 'b3' => '0' }, { 'b3' => "#{TRACE}-1-1" }, { 'b3' => "#{TRACE}x-#{SPAN}-1" }],
    'jaeger' => [{ 'uber-trace-id' => "#{TRACE}:#{SPAN}:0" }, { 'uber-trace-id' => "#{TRACE}:0:0:1" }],
    'xray' => [{ 'x-amzn-trace-id' => 'Root=1-5759e988-bd862e3fe1be46a994272793' },
               { 'x-amzn-trace-id' => "Root=2-5759e988-bd862e3fe1be46a994272793;Parent=#{SPAN}" }],
    'baggage' => [{ 'baggage' => 'no pair' }, { 'baggage' => "a=#{'x' * 9000}" }]
  }.freeze

  def propagator(name)
    OtelLambda::Propagation::Propagator.new([name])
  end

  def test_headers_areWrittenAndRead
    context = OtelLambda::Sdk::SpanContext.new(TRACE, SPAN, 1, trace_state: 'a=1')
    root = OtelLambda::Context.new(OtelLambda::Sdk::RemoteSpan.new(context), { 'user' => 'a b' })
    HEADERS.each do |name, headers|
      written = {}
      propagator(name).inject(root) { |key, value| written[key] = value }
      assert_equal headers, written
      read = propagator(name).extract(OtelLambda::Context::ROOT, headers.transform_keys(&:downcase))
      assert_equal({ 'user' => 'a b' }, read.baggage) if %w[baggage jaeger].include?(name)
      next if name == 'baggage'

      assert read.span.context.sampled?
      assert_equal [TRACE[-16, 16], SPAN], [read.span.context.trace_id[-16, 16], read.span.context.span_id]
    end
  end

  def test_badHeaders_areIgnored
    BAD.each do |name, all|
      all.each do |headers|
        read = propagator(name).extract(OtelLambda::Context::ROOT, headers)
        assert_nil read.span, headers.to_s
        assert_empty read.baggage
      end
    end
  end
end
