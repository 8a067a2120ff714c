# frozen_string_literal: true

require_relative '../src/otel_lambda/start'

# Payloads as attributes: their beginning, without secrets.
class PayloadTest < Minitest::Test
  # A payload in a line, and in the next what is shown of it.
  REDACTED = <<~'TEXT'
    {"password":"p1","user":"ann"}
    {"password":"***","user":"ann"}
    { "PassWord" : "p1" , "X-API-Key":"k"}
    { "PassWord" : "***" , "X-API-Key":"***"}
    {"password":"a\"b\\","c":"d"}
    {"password":"***","c":"d"}
    {"password":"a\\\"b","c":"d"}
    {"password":"***","c":"d"}
    {"password":"","c":"d"}
    {"password":"***","c":"d"}
    {"pwd":12.5e3,"secret":true,"token":null}
    {"pwd":"***","secret":"***","token":"***"}
    {"cookies":["a=b","c]d"],"e":1}
    {"cookies":"***","e":1}
    {"secret":{"a":{"b":"}\"}"}},"e":[{"token":[[1],2]}]}
    {"secret":"***","e":[{"token":"***"}]}
    {"a":"password","b":"token"}
    {"a":"password","b":"token"}
    {"passwords":"a","my password":"b","":"c"}
    {"passwords":"a","my password":"b","":"c"}
    ["token","a"]
    ["token","a"]
    {"own":"a","Größe":1,"GRÖSSE":2}
    {"own":"***","Größe":"***","GRÖSSE":2}
    {"body":"{\"token\":\"t\",\"a\":1}","b":2}
    {"body":"{\"token\":\"***\",\"a\":1}","b":2}
    {"body":"{\"token\":\"t\\\"u\\\\\",\"a\":1}","b":2}
    {"body":"{\"token\":\"***\",\"a\":1}","b":2}
    {"body":"{\"token\": 5}"}
    {"body":"{\"token\": \"***\"}"}
    {"body":"{\"token\":5"}
    {"body":"{\"token\":\"***\""}
    {"body":"{\"cookies\":[\"a]\",\"b\\\"]\"],\"a\":1}"}
    {"body":"{\"cookies\":\"***\",\"a\":1}"}
    {"a":"{\"b\":\"{\\\"secret\\\":\\\"x\\\\\\\"y\\\",\\\"c\\\":1}\"}"}
    {"a":"{\"b\":\"{\\\"secret\\\":\\\"***\\\",\\\"c\\\":1}\"}"}
    {"a":"{\"b\":\"{\\\"secret\\\":{\\\"}\\\":[1]},\\\"c\\\":[1]}\"}"}
    {"a":"{\"b\":\"{\\\"secret\\\":\\\"***\\\",\\\"c\\\":[1]}\"}"}
    {"a":"x\\","token":"t"}
    {"a":"x\\","token":"***"}
    {"a":"\"token\": said he"}
    {"a":"\"token\": \"***\" he"}
    password=p&user=ann&TOKEN=t
    password=***&user=ann&TOKEN=***
    {"body":"user=ann&password=p q","c":1}
    {"body":"user=ann&password=*** q","c":1}
    {"body":"token=t","url":"/a?api_key=k\u0026b=1"}
    {"body":"token=***","url":"/a?api_key=***&b=1"}
    {"body":"{\"q\":\"id_token=t\",\"b\":1}"}
    {"body":"{\"q\":\"id_token=***\",\"b\":1}"}
    {"body":"token=","c":"my_token=1&mytoken=2"}
    {"body":"token=***","c":"my_token=1&mytoken=2"}
    {"a":"token=1","token":"2","b":"?token=3&token=4"}
    {"a":"token=***","token":"***","b":"?token=***&token=***"}
    {"password":"p1
    {"password":"***"
    {"password":"p1\
    {"password":"***"
    {"password":{"a":"}
    {"password":"***"
    {"password":["a",[]
    {"password":"***"
    {"password":123
    {"password":"***"
    {"body":"{\"password\":\"a","
    {"body":"{\"password\":\"***\"
    {"password":
    {"password":
    {"password"
    {"password"
    {"passw
    {"passw
    a=1&token=abc
    a=1&token=***
    "
    "
    \
    \
  TEXT
  SIZE = 4 * 65_536
  FUNCTION = <<~'RUBY'
    require 'stringio'
    def handler(event:, context:)
      case event.is_a?(Hash) ? event['do'] : nil
      when 'fail' then raise 'told to fail'
      when 'io' then StringIO.new("#{'ä' * 60_000}\xff".b)
      when 'binary' then StringIO.new("\x00\xff{\"token\":\"t\"}".b)
      when 'invalid' then "\xff"
      when 'hang' then sleep
      when 'loaded' then $LOADED_FEATURES.grep(/otel_lambda.*(payloads|redaction|queue_spans|times)/)
      else event
      end
    end
  RUBY

  def payloads(limit: 2048, names: '')
    settings = OtelLambda::Settings.new('OTEL_LAMBDA_CAPTURE_PAYLOAD_LIMIT' => limit.to_s,
                                        'OTEL_LAMBDA_CAPTURE_PAYLOAD_REDACT' => names)
    OtelLambda::Function::Payloads.new(['event'], settings)
  end

  def test_secrets_areRedacted
    payloads = payloads(names: 'own, Größe')
    REDACTED.lines(chomp: true).each_slice(2) { |payload, shown| assert_equal shown, payloads.text(payload) }
    assert_equal "{\"pwd\":\"***\"\n}", payloads.text("{\"pwd\":1\n}")
    assert_equal '', payloads.text('')
  end

  def test_redactedJson_isJson
    within = { 'secret' => '"\\', 'in' => JSON.generate({ 'pwd' => [], 'a' => 'b' }) }
    event = { 'password' => 'a"}', 'n' => [{ 'token' => { 'x' => [1, ']'] } }, { 'pwd' => 1 }],
              'body' => JSON.generate(within) }
    shown = JSON.parse(payloads.text(JSON.generate(event)))
    assert_equal ['***', [{ 'token' => '***' }, { 'pwd' => '***' }]], shown.values_at('password', 'n')
    body = JSON.parse(shown['body'])
    assert_equal ['***', { 'pwd' => '***', 'a' => 'b' }], [body['secret'], JSON.parse(body['in'])]
  end

  def test_payload_isCutAtTheLimit
    long = "{\"pwd\":\"#{'s' * 100}\"}"
    [[5, '12345', '12345'], [5, '123456', '12…'], [6, 'äöü', 'äöü'], [5, 'äöü', 'ä…'], [6, 'äöü!', 'ä…'],
     [3, '1234', '…'], [2, '1234', '12'], [1, 'ä', ''], [4, '😀', '😀'], [7, '😀😀', '😀…'],
     [8, 'a' * 33, 'aaaaa…'], [8, long, '{"pwd…'], [20, long, '{"pwd":"***"…'],
     [3, 'ä' * 100, '…']].each do |limit, payload, shown|
      assert_equal shown, payloads(limit:).text(payload), [limit, payload].inspect
    end
  end

  def test_payload_isUtf8
    assert_equal "a\u{fffd}b", payloads.text("a\xffb".b)
    assert_equal "\u{fffd}\u{fffd}…", payloads(limit: 10).text("\x80".b * 100)
    assert_equal '{"pwd":"***"}', payloads.text("{\"pwd\":\"\xff\"}")
    bytes = 'ä'.encode(Encoding::UTF_16LE)
    assert_equal "\u{fffd}\u0000", payloads.text(bytes)
    assert_equal Encoding::UTF_16LE, bytes.encoding
  end

  def test_payload_takesLinearTime
    parts = ['\\', '"', '{', '[', '\\"', '"token"', '"token":', '"token":\\', '"token":{', '?token', '"token" ', '?',
             '=', '"\\\\"']
    starts = ['', '"token":"', '"token":{', "\"token\"#{' ' * 100_000}", '\\"token\\":\\"']
    payloads = payloads(limit: 65_536)
    parts.product(starts).each do |part, start|
      payload = (start + (part * SIZE)).byteslice(0, SIZE)
      before = Process.clock_gettime(Process::CLOCK_PROCESS_CPUTIME_ID)
      shown = payloads.text(payload)
      # a fraction of a second, where a quadratic one takes minutes
      assert_operator Process.clock_gettime(Process::CLOCK_PROCESS_CPUTIME_ID) - before, :<, 5, [start, part].inspect
      assert_operator shown.bytesize, :<=, 65_536
      assert_predicate shown, :valid_encoding?
    end
  end

  def run_function(event, deadline: 20, **variables)
    environment = variables.transform_keys { |name| "OTEL_LAMBDA_#{name}" }
    Lambda.run(FUNCTION, environment:) do |function|
      result = function.invoke(event, deadline:)
      attributes = function.spans(1).first.attributes
      yield attributes.values_at('otel.lambda.event', 'otel.lambda.response'), result, function.otel_lines
    end
  end

  def test_payloads_areCapturedAsTheyAreSent
    event = '{ "a" : 1.0, "pwd":"p", "name":"Ann", "u":"\u00fc" }'
    shown = '{ "a" : 1.0, "pwd":"***", "name":"***", "u":"\u00fc" }'
    returned = '{"a":1.0,"pwd":"***","name":"***","u":"ü"}'
    { '' => [nil, nil], 'none' => [nil, nil], 'event' => [shown, nil], 'response' => [nil, returned],
      'event, response' => [shown, returned] }.each do |asked, expected|
      run_function(event, CAPTURE_PAYLOAD: asked, CAPTURE_PAYLOAD_REDACT: 'NAME') do |captured, result, lines|
        assert_equal expected, captured, asked
        assert_equal '{"a":1.0,"pwd":"p","name":"Ann","u":"ü"}', result.body
        assert_empty lines
      end
    end
  end

  def test_response_ofFailure_isNotCaptured
    %w[fail invalid].each do |what|
      run_function({ do: what }, CAPTURE_PAYLOAD: 'event,response') do |captured, result, lines|
        assert_equal [%({"do":"#{what}"}), nil], captured
        refute_nil result.error_type
        assert_empty lines
      end
    end
  end

  def test_response_thatIsAnIo_isCaptured
    both = { CAPTURE_PAYLOAD: 'event,response' }
    run_function({ do: 'io' }, **both, CAPTURE_PAYLOAD_LIMIT: '10') do |captured, result, _|
      assert_equal ['{"do":"…', 'äää…'], captured
      assert_equal 120_001, result.body.bytesize
    end
    run_function({ do: 'binary' }, **both) do |captured, result, _|
      assert_equal "\u0000\u{fffd}{\"token\":\"***\"}", captured.last
      assert_equal "\x00\xff{\"token\":\"t\"}".b, result.body.b
    end
  end

  def test_waitAndEvent_areReportedIfTheInvocationTimesOut
    sent = (Time.now - 60).utc.strftime('%Y-%m-%dT%H:%M:%SZ')
    event = JSON.generate({ do: 'hang', token: 't', 'detail-type': 'a', source: 'b', time: sent })
    environment = { 'OTEL_LAMBDA_CAPTURE_PAYLOAD' => 'event,response', 'OTEL_LAMBDA_QUEUE_SPANS' => 'true' }
    Lambda.run(FUNCTION, environment:) do |function|
      Thread.new { function.invoke(event, deadline: 2) }.report_on_exception = false
      wait, invocation = function.spans(2)
      assert_equal ['eventbridge wait', wait.span_id], [wait.name, invocation.parent_id]
      assert_equal ['timeout', event.sub('"t"', '"***"'), nil],
                   invocation.attributes.values_at('error.type', 'otel.lambda.event', 'otel.lambda.response')
    end
  end

  def test_filesOfPayloads_areNotLoadedWithoutThem
    run_function({ do: 'loaded' }) { |_, result, _| assert_equal '[]', result.body }
  end
end
