# frozen_string_literal: true

require_relative '../src/otel_lambda/start'

# Variables: a bad one has one line, and its good part is used.
class SettingsTest < Minitest::Test
  def setup
    OtelLambda::Diagnostics.instance_variable_get(:@printed).clear
  end

  def lines
    OtelLambda::Diagnostics.instance_variable_get(:@printed).keys
  end

  def settings(**variables)
    OtelLambda::Settings.new(variables.transform_keys(&:to_s))
  end

  def test_propagators_unknownOnesAreLeftOut
    assert_equal ['tracecontext'], settings(OTEL_PROPAGATORS: 'tracecontext,b4').propagators
    assert_equal ['OTEL_PROPAGATORS=tracecontext,b4: unknown propagator "b4"; using tracecontext. Known: ' \
                  'tracecontext, baggage, b3, b3multi, jaeger, ottrace, xray, xray-lambda'], lines
    assert_equal %w[tracecontext baggage xray], settings(OTEL_PROPAGATORS: 'b4').propagators
    assert_equal [], settings(OTEL_PROPAGATORS: 'none').propagators
    assert_equal %w[xray-lambda], settings(OTEL_PROPAGATORS: 'xray,xray-lambda').propagators
  end

  def test_badValues_haveALineEachAndTheDefault
    read = settings(
      OTEL_TRACES_SAMPLER: 'xray', OTEL_TRACES_SAMPLER_ARG: '2', OTEL_LAMBDA_FLUSH: 'later',
      OTEL_EXPORTER_OTLP_TIMEOUT: '-1', OTEL_EXPORTER_OTLP_COMPRESSION: 'zstd', OTEL_TRACES_EXPORTER: 'zipkin',
      OTEL_RESOURCE_ATTRIBUTES: 'a=1,b', OTEL_EXPORTER_OTLP_HEADERS: 'secret', OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc',
      OTEL_METRICS_EXPORTER: 'otlp', OTEL_LAMBDA_QUEUE_SIZE: 'x', OTEL_SPAN_EVENT_COUNT_LIMIT: 'x',
      OTEL_LAMBDA_TIMEOUT_GUARD: 'no', OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT: 'x'
    )
    assert read.sampler.sampled?(nil, 'f' * 32)
    assert_equal 'before-response', read.flush_policy
    assert_in_delta 10.0, read.export_timeout
    refute_predicate read, :gzip?
    assert_predicate read, :exports_traces?
    assert_equal({ 'a' => '1' }, read.resource)
    assert_empty read.headers
    read.check_protocol
    read.check_unsupported
    assert_equal 2 * 1024 * 1024, read.queue_bytes
    assert_equal 128, read.limits.events
    assert_predicate read, :timeout_guard?
    assert_equal 13, lines.size, lines
    refute_match(/secret/, lines.grep(/HEADERS/).first)
  end

  def test_badPayloads_haveALineEachAndTheRestIsUsed
    read = settings(OTEL_LAMBDA_CAPTURE_PAYLOAD: 'event, body,none', OTEL_LAMBDA_CAPTURE_PAYLOAD_LIMIT: '65537',
                    OTEL_LAMBDA_CAPTURE_PAYLOAD_REDACT: ' , a ,[(*', OTEL_LAMBDA_QUEUE_SPANS: 'on')
    assert_equal ['event'], read.captured_payloads
    assert_equal 2048, read.payload_limit
    assert_equal ['a', '[(*'], read.redacted_names
    refute_predicate read, :queue_spans?
    assert_equal ['OTEL_LAMBDA_CAPTURE_PAYLOAD=event, body,none: unknown payload "body"; using event. ' \
                  'Known: event, response',
                  'OTEL_LAMBDA_CAPTURE_PAYLOAD_LIMIT=65537: not a whole number from 1 to 65536; using 2048',
                  'OTEL_LAMBDA_QUEUE_SPANS=on: unknown value "on"; using false. Known: true, false'], lines
    { 'all' => [], 'none' => [], 'response,event,response' => %w[response event] }.each do |value, captured|
      assert_equal captured, settings(OTEL_LAMBDA_CAPTURE_PAYLOAD: value).captured_payloads
    end
    ['0', '-1', '2k', '9' * 100, '1_0'].each do |value|
      assert_equal 2048, settings(OTEL_LAMBDA_CAPTURE_PAYLOAD_LIMIT: value).payload_limit, value
    end
    assert_equal 65_536, settings(OTEL_LAMBDA_CAPTURE_PAYLOAD_LIMIT: '65536').payload_limit
  end

  def outbox(**variables)
    OtelLambda::Sdk::Http::Outbox.new(settings(**variables))
  end

  def test_badEndpoint_isNamedAndTheGoodPartUsed
    { 'ftp://x' => 'http://localhost:4318/v1/traces', 'x:1/y' => 'http://x:1/y', 'http://' => nil, '::' => nil,
      'http://a:b' => nil }.each do |text, instead|
      url = outbox(OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: text).instance_variable_get(:@url)
      assert(lines.any? { |line| line.start_with?("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT=#{text}: ") }, text)
      assert_equal instead || 'http://localhost:4318/v1/traces', "#{url.scheme}://#{url.authority}#{url.path}"
    end
  end

  def test_badHeaders_areLeftOut
    sent = outbox(OTEL_EXPORTER_OTLP_HEADERS: 'a=1,b c=2,host=x,d=1%0d%0ax,content-length=1',
                  OTEL_EXPORTER_OTLP_ENDPOINT: 'http://user:pass%20word@localhost').instance_variable_get(:@headers)
    assert_equal ["Authorization: Basic #{['user:pass word'].pack('m0')}", 'a: 1'],
                 sent.split("\r\n").grep_v(/User-Agent|Content-Type/).sort
    assert_equal 4, lines.size
  end

  def test_samplers_decideByParentAndRatio
    sampled = OtelLambda::Sdk::SpanContext.new('a' * 32, 'b' * 16, 1)
    dropped = OtelLambda::Sdk::SpanContext.new('a' * 32, 'b' * 16, 0)
    cases = { 'always_on' => [true, true, true], 'always_off' => [false, false, false],
              'parentbased_always_on' => [true, true, false], 'parentbased_always_off' => [false, true, false] }
    cases.each do |name, expected|
      sampler = settings(OTEL_TRACES_SAMPLER: name).sampler
      assert_equal(expected, [nil, sampled, dropped].map { |parent| sampler.sampled?(parent, 'f' * 32) }, name)
    end
    half = settings(OTEL_TRACES_SAMPLER: 'traceidratio', OTEL_TRACES_SAMPLER_ARG: '0.5').sampler
    assert half.sampled?(nil, "#{'f' * 16}7fffffffffffffff")
    refute half.sampled?(nil, "#{'0' * 16}8000000000000000")
  end

  def test_limits_boundASpan
    limits = settings(OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT: '1', OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT: '3',
                      OTEL_SPAN_EVENT_COUNT_LIMIT: '1', OTEL_SPAN_LINK_COUNT_LIMIT: '1').limits
    tracing = OtelLambda::Sdk::Tracing.new(settings.sampler, limits) { |span| span }
    span = tracing.start(OtelLambda::Sdk::Scope.new('s', ''), 'n', attributes: { 'a' => 'längst', 'b' => 1 })
    context = OtelLambda::Sdk::SpanContext.new('a' * 32, 'b' * 16)
    2.times do
      span.add_event('e')
      span.add_link(context)
    end
    span.finish
    assert_equal [{ 'a' => 'län' }, 1, 1, 1], [span.attributes, span.dropped_attributes, span.dropped_events,
                                               span.dropped_links]
  end

  def test_attributes_areWhatOtlpCarries
    clean = ->(value) { OtelLambda::Sdk::Attributes.clean(value, nil) }
    assert_equal ['a', 1, 1.5, true, [1, 2], 'b'], ['a', 1, 1.5, true, [1, 2], :b].map(&clean)
    assert_equal [nil, nil, nil], [{}, [1, 'a'], Object.new].map(&clean)
    assert_equal ["\u{fffd}", 'ü'], ["\xff", 'ü'.encode(Encoding::ISO_8859_1)].map(&clean)
  end

  def test_proxy_isUsedWhereTheHostIsNotExcluded
    url = OtelLambda::Sdk::Http::Url.new('https://api.example.com/v1')
    of = ->(**variables) { OtelLambda::Sdk::Http::Proxy.of(url, settings(**variables))&.host }
    assert_equal ['proxy', nil, nil, nil],
                 [of.call(https_proxy: 'http://proxy:1'), of.call(http_proxy: 'http://proxy'),
                  of.call(HTTPS_PROXY: 'proxy', no_proxy: '.example.com'), of.call(HTTPS_PROXY: 'proxy', NO_PROXY: '*')]
  end
end
