# frozen_string_literal: true

require_relative 'support/certificates'

# The way to the backend: what is sent, and what becomes of it where the backend fails.
class ExportTest < Minitest::Test
  ECHO = 'def handler(event:, context:) = event'

  def test_request_hasTheSettingsHeadersAndCompression
    environment = { 'OTEL_EXPORTER_OTLP_HEADERS' => 'api-key=a%20secret,x=1',
                    'OTEL_EXPORTER_OTLP_COMPRESSION' => 'gzip' }
    Lambda.run(ECHO, environment:) do |function|
      function.invoke
      function.spans(1)
      request = function.requests.first
      assert_equal ['POST', '/v1/traces', 'a secret', '1', 'gzip', 'application/x-protobuf'],
                   [request.verb, request.path, *request.headers.values_at('api-key', 'x', 'content-encoding',
                                                                           'content-type')]
    end
  end

  def test_backendThatIsNotAws_needsNoOpenSsl
    Lambda.run('def handler(event:, context:) = $LOADED_FEATURES.grep(/openssl|digest/)') do |function|
      function.invoke
      function.spans(1)
      assert_equal '[]', function.invoke.body
    end
  end

  def test_traces_areSentByTls
    Certificates.with('localhost') do |context, certificate|
      environment = { 'OTEL_EXPORTER_OTLP_CERTIFICATE' => certificate }
      Lambda.run(ECHO, environment:, tls: context) do |function|
        function.invoke
        assert_equal 1, function.spans(1).size
      end
      Lambda.run(ECHO, tls: context) do |function|
        function.invoke
        function.await_line(/\[otel\].*\n/)
        assert_match(/certificate verify failed/, function.otel_lines.first)
        assert_empty function.arrived
      end
    end
  end

  def test_badCertificate_hasALine
    environment = { 'OTEL_EXPORTER_OTLP_CERTIFICATE' => '/none.pem',
                    'OTEL_EXPORTER_OTLP_ENDPOINT' => 'https://localhost:9' }
    Lambda.run(ECHO, environment:) do |function|
      assert_equal '{}', function.invoke.body
      function.await_line(/\[otel\].*\n/)
      assert_match(%r{1 spans are dropped: ArgumentError: OTEL_EXPORTER_OTLP_CERTIFICATE=/none.pem: No such file},
                   function.otel_lines.first)
    end
  end

  def test_backendThatFailsOnce_getsEachSpanOnce
    answers = [[503, '', { 'Retry-After' => '0' }], [429, ''], [nil]]
    Lambda.run(ECHO, answer: ->(_request) { answers.shift || [200, ''] }) do |function|
      spans = function.invoke_until(3)
      assert_equal spans.size, spans.map(&:span_id).uniq.size
    end
  end

  def test_retryAfter_isWaitedFor
    asked = []
    answer = lambda do |_request|
      asked << Process.clock_gettime(Process::CLOCK_MONOTONIC)
      asked.size == 1 ? [503, '', { 'Retry-After' => '2' }] : [200, '']
    end
    Lambda.run(ECHO, answer:) do |function|
      function.invoke_until(1)
      assert_operator asked[1] - asked[0], :>=, 1.9
    end
  end

  def test_requestThatIsRefused_isDroppedWithTheBackendsMessage
    status = "\x12\x0bno such key"
    Lambda.run(ECHO, answer: ->(_request) { [401, status] }) do |function|
      2.times { function.invoke }
      function.await_line(/\[otel\].*\n/)
      assert_equal ['[otel] 1 spans are dropped: the backend answered 401 Status: no such key (the backend at ' \
                    "localhost)\n"], function.otel_lines
    end
  end

  def test_spansThatAreRejected_areSaid
    partial = "\x0a\x0d\x08\x01\x12\x09too large"
    Lambda.run(ECHO, answer: ->(_request) { [200, partial] }) do |function|
      function.invoke
      function.await_line(/\[otel\].*\n/)
      assert_match(/1 spans are dropped: the backend at localhost rejects them: too large/, function.otel_lines.first)
    end
  end

  def test_backendThatHangs_holdsTheResponseNoLongerThanTheTimeout
    gate = Queue.new
    environment = { 'OTEL_INSTRUMENTATION_AWS_LAMBDA_FLUSH_TIMEOUT' => '200' }
    Lambda.run(ECHO, environment:, answer: ->(_request) { gate.pop }) do |function|
      3.times { |number| assert_equal number.to_s, function.invoke(number).body }
      assert_empty function.arrived
      20.times { gate << [200, ''] }
      function.invoke_until(3)
    end
  end

  def test_queue_isBoundedInBytes
    environment = { 'OTEL_LAMBDA_QUEUE_SIZE' => '2000', 'OTEL_EXPORTER_OTLP_ENDPOINT' => 'http://localhost:9' }
    Lambda.run(ECHO, environment:) do |function|
      9.times { function.invoke }
      function.await_line(/the queue of 2000 bytes is full: 1 spans are dropped, the oldest first/)
    end
  end

  def test_backendThatIsNotThere_hasALine
    Lambda.run(ECHO, environment: { 'OTEL_EXPORTER_OTLP_ENDPOINT' => 'http://localhost:9' }) do |function|
      2.times { assert_equal '1', function.invoke(1).body }
      function.await_line(/the backend at localhost is not reached.*ECONNREFUSED.*\n/)
      assert_equal 1, function.otel_lines.size
    end
  end
end
