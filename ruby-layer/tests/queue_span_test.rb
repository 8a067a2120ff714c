# frozen_string_literal: true

require_relative '../src/otel_lambda/start'

# Spans for the time that events have waited before the function.
class QueueSpanTest < Minitest::Test
  MILLIS = 1_583_348_638_390
  TIME = MILLIS * 1_000_000
  TRIGGERS = {
    'api gateway wait' => [
      { 'httpMethod' => 'GET', 'requestContext' => { 'stage' => 'prod', 'requestTimeEpoch' => MILLIS } },
      { 'requestContext' => { 'connectionId' => 'c', 'requestTimeEpoch' => MILLIS } },
      { 'requestContext' => { 'http' => { 'method' => 'GET' }, 'timeEpoch' => MILLIS } }
    ],
    'function url wait' => [
      { 'requestContext' => { 'domainName' => 'a.lambda-url.us-west-2.on.aws', 'http' => { 'method' => 'GET' },
                              'timeEpoch' => MILLIS } }
    ],
    'sqs wait' => [
      { 'Records' => [{ 'eventSource' => 'aws:sqs', 'messageId' => 'm',
                        'attributes' => { 'SentTimestamp' => MILLIS.to_s } },
                      { 'attributes' => { 'SentTimestamp' => '1' } }] }
    ],
    'sns wait' => [
      { 'Records' => [{ 'EventSource' => 'aws:sns', 'Sns' => { 'Timestamp' => '2020-03-04T19:03:58.390Z' } }] }
    ],
    'kinesis wait' => [
      { 'Records' => [{ 'eventSource' => 'aws:kinesis',
                        'kinesis' => { 'approximateArrivalTimestamp' => MILLIS / 1000.0 } }] }
    ],
    'dynamodb wait' => [
      { 'Records' => [{ 'eventSource' => 'aws:dynamodb',
                        'dynamodb' => { 'ApproximateCreationDateTime' => MILLIS / 1000.0 } }] }
    ],
    's3 wait' => [{ 'Records' => [{ 'eventSource' => 'aws:s3', 'eventTime' => '2020-03-04T19:03:58.39Z' }] }],
    'kafka wait' => [
      { 'eventSource' => 'aws:kafka', 'records' => { 't-0' => [{ 'timestamp' => MILLIS }, { 'timestamp' => 1 }],
                                                     't-1' => [{ 'timestamp' => 2 }] } }
    ],
    'activemq wait' => [{ 'eventSource' => 'aws:mq', 'messages' => [{ 'timestamp' => MILLIS }] }],
    'eventbridge wait' => [
      { 'detail-type' => 'Order', 'source' => 'orders', 'time' => '2020-03-04T20:03:58.390000000+01:00' },
      { 'detail-type' => 'Scheduled Event', 'source' => 'aws.events', 'time' => '2020-03-04T19:03:58.39Z' }
    ]
  }.freeze
  SENDER = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-0'

  def test_eachTrigger_tellsSinceWhen
    TRIGGERS.each do |name, events|
      events.each { |event| assert_equal [name, TIME], OtelLambda::Trigger.of(event).wait, event.inspect }
    end
  end

  def test_otherTriggers_doNotTell
    [nil, 5, [], {}, { 'methodArn' => 'a', 'requestContext' => { 'requestTimeEpoch' => MILLIS } },
     { 'requestContext' => { 'elb' => { 'targetGroupArn' => 'a' }, 'timeEpoch' => MILLIS } },
     { 'eventSource' => 'aws:rmq', 'rmqMessagesByQueue' => { 'q::/' => [{ 'timestamp' => MILLIS }] } },
     { 'eventSource' => 'aws:kafka', 'records' => { 't-0' => [5] } }, { 'eventSource' => 'aws:mq', 'messages' => [] },
     { 'Records' => [{ 'eventSource' => 'aws:sqs', 'messageId' => 'm', 'attributes' => [] }] }].each do |event|
      assert_nil OtelLambda::Trigger.of(event).wait.to_a.last, event.inspect
    end
  end

  def test_malformedTimes_areNone
    long = '9' * 10_000
    times = OtelLambda::Trigger::Times
    [nil, '', ' 1', '1 ', "1\n", '-1', 'NaN', 'Infinity', '1e400', '1e16', '1000000000000001', '0x10', '1_0', '1,5',
     '--1', 'e', '١', "\xff", long, 'true'].each do |text|
      assert_nil times.millis(text), text
      assert_nil times.seconds(text), text
    end
    [nil, '', '2026-11-29', '2026-11-29T09:37:53', '2026-11-29 09:37:53Z', '2026-11-29t09:37:53z', "\xff",
     '2026-11-29T09:37:53,1Z', '2026-11-29T9:37:53Z', '2026-13-29T09:37:53Z', '2026-02-30T09:37:53Z',
     '2026-11-29T24:00:00Z', '2026-11-29T09:37:60Z', '2026-11-29T09:37:53.Z', '2026-11-29T09:37:53.1234567890Z',
     '2026-11-29T09:37:53+1:00', '2026-11-29T09:37:53+0100', '2026-11-29T09:37:53+99:00', "2026-11-29T09:37:53Z\n",
     '+2026-11-29T09:37:53Z', '２026-11-29T09:37:53Z', "2026-11-29T09:37:53.#{long}Z"].each do |text|
      assert_nil times.iso(text), text
    end
  end

  def run_function(sent, sampled: 1, **variables)
    environment = { 'OTEL_LAMBDA_QUEUE_SPANS' => 'true' }.merge(variables.transform_keys(&:to_s))
    sender = "#{SENDER}#{sampled}"
    record = { eventSource: 'aws:sqs', messageId: 'm', attributes: { SentTimestamp: sent },
               messageAttributes: { traceparent: { stringValue: sender } } }
    event = { Records: [record], headers: { traceparent: sender, tracestate: 'a=b' } }
    Lambda.run('def handler(event:, context:) = 1', environment:) do |function|
      function.invoke(event)
      function.rest
      yield function.arrived.sort_by(&:start), function
    end
  end

  def millis(ago)
    ((Time.now.to_f - ago) * 1000).to_i.to_s
  end

  def test_wait_standsBetweenCallerAndInvocation
    sent = millis(60)
    run_function(sent) do |(wait, invocation), function|
      assert_equal ['sqs wait', OtelLambda::Sdk::INTERNAL, 0, { 'faas.trigger' => 'pubsub' }],
                   [wait.name, wait.kind, wait.status, wait.attributes]
      assert_equal [sent.to_i * 1_000_000, invocation.start], [wait.start, wait.end]
      assert_equal ['b7ad6b7169203331', wait.span_id], [wait.parent_id, invocation.parent_id]
      assert_equal [%w[a=b a=b], [wait.scope] * 2], [[wait.trace_state, invocation.trace_state],
                                                     [wait.scope, invocation.scope]]
      # the sender is the invocation's parent but for the wait
      assert_empty invocation.links
      assert_empty function.otel_lines
    end
  end

  def test_waitThatCannotBe_isNone
    [millis(-60), millis((14 * 86_400) + 60), '0', '-1', '1e15', '1e16', 'x', '', nil, {}].each do |sent|
      run_function(sent) do |spans, function|
        assert_equal ['b7ad6b7169203331'], spans.map(&:parent_id), sent
        assert_empty function.otel_lines
      end
    end
  end

  def test_wait_isOffByDefault
    [['', 0], ['false', 0], ['yes', 1]].each do |value, lines|
      run_function(millis(60), OTEL_LAMBDA_QUEUE_SPANS: value) do |spans, function|
        assert_equal 1, spans.size, value
        assert_equal lines, function.otel_lines.size
      end
    end
  end

  def test_sampler_decidesOnBoth
    run_function(millis(60), sampled: 0) { |spans, _| assert_empty spans }
    run_function(millis(60), sampled: 0, OTEL_TRACES_SAMPLER: 'always_on') { |spans, _| assert_equal 2, spans.size }
    run_function(millis(60), OTEL_TRACES_SAMPLER: 'always_off') { |spans, _| assert_empty spans }
  end
end
