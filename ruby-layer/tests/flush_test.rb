# frozen_string_literal: true

# When telemetry leaves, and what of an invocation that times out does.
class FlushTest < Minitest::Test
  ECHO = 'def handler(event:, context:) = event'

  def test_beforeResponse_isTheDefault
    Lambda.run(ECHO) do |function|
      3.times { |number| assert_equal number + 1, function.invoke.spans_before }
    end
  end

  def test_afterResponse_sendsWhenTheCallerHasTheResponse
    gate = Queue.new
    answer = lambda do |_request|
      gate.pop
      [200, '']
    end
    Lambda.run(ECHO, environment: { 'OTEL_LAMBDA_FLUSH' => 'after-response' }, answer:) do |function|
      assert_equal 0, function.invoke.spans_before
      gate << 1
      assert_equal 1, function.spans(1).size
      function.rest
    end
  end

  def test_afterResponse_exportsEachInvocationBeforeItRests
    Lambda.run(ECHO, environment: { 'OTEL_LAMBDA_FLUSH' => 'after-response' }) do |function|
      3.times do |number|
        function.rest
        function.invoke
        assert_equal number + 1, function.spans(number + 1).size
      end
    end
  end

  def test_adaptive_holdsInvocationsThatFollowCloselyUntilTheEnd
    environment = { 'OTEL_LAMBDA_FLUSH' => 'adaptive', 'OTEL_LAMBDA_FLUSH_INTERVAL' => '600000' }
    Lambda.run(ECHO, environment:) do |function|
      20.times do
        function.rest
        function.invoke
      end
      function.rest
      held = 20 - function.arrived.size
      assert_operator held, :>, 5
      function.terminate
      assert_equal 20, function.spans(20).map(&:span_id).uniq.size
    end
  end

  def test_extensionThatIsRefused_leavesTheSpansBeforeTheResponse
    Lambda.run(ECHO, environment: { 'OTEL_LAMBDA_FLUSH' => 'after-response' }, extensions: false) do |function|
      assert_equal 1, function.invoke.spans_before
      function.await_line(/telemetry leaves before the response: no extension can be registered/)
    end
  end

  def test_timeout_exportsWhatIsOpen
    Lambda.run('def handler(event:, context:) = event == "hang" ? sleep : event') do |function|
      function.invoke(1)
      Thread.new { function.invoke('"hang"', deadline: 5) }.report_on_exception = false
      span = function.spans(2).last
      assert_equal [2, 'timeout', true],
                   [span.status, *span.attributes.values_at('error.type', 'otel.lambda.unfinished')]
    end
  end

  def test_timeoutGuard_canBeSwitchedOff
    threads = 'def handler(event:, context:) = Thread.list.map(&:name).compact'
    Lambda.run(threads, environment: { 'OTEL_LAMBDA_TIMEOUT_GUARD' => 'false' }) do |function|
      refute_includes function.invoke.json, 'otel-timeout'
    end
    Lambda.run(threads) do |function|
      assert_includes function.invoke.json, 'otel-timeout'
    end
  end

  def test_sdkDisabled_loadsNothing
    code = 'def handler(event:, context:) = Thread.list.size'
    Lambda.run(code, environment: { 'OTEL_SDK_DISABLED' => 'true' }) do |function|
      assert_equal '1', function.invoke.body
      assert_empty function.requests
    end
  end
end
