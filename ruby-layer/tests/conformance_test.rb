# frozen_string_literal: true

# The cases of conformance/, in the process of the tests' own fake Lambda: quicker than ConformanceIT, which runs them
# in the local Lambda and is the table's judge. What ends the environment (timeouts) is left to that.
class ConformanceTest < Minitest::Test
  FOLDER = "#{Lambda::ROOT}/conformance".freeze
  KINDS = %w[UNSPECIFIED INTERNAL SERVER CLIENT PRODUCER CONSUMER].freeze
  STATUSES = %w[UNSET OK ERROR].freeze

  def self.read(name)
    JSON.parse(File.read("#{FOLDER}/#{name}.json"))
  end

  EVENTS = read('events')
  BEHAVIOURS = read('behaviours')
  ALWAYS = EVENTS['everySpanOfAnInvocation']['attributes']

  # Returns the cases that may share a process.
  def self.groups
    cases = (EVENTS['cases'] + BEHAVIOURS['cases']).reject do |each|
      each.fetch('not', {}).key?('ruby') || each.key?('timeoutSeconds')
    end
    cases.slice_when { |each, _| each['restarts'] }.flat_map do |part|
      part.group_by { |each| each.fetch('environment', {}) }.to_a
    end
  end

  def test_eachCase_reportsAndAnswersWhatTheTableSays
    differences = self.class.groups.flat_map { |environment, cases| run_cases(environment, cases) }
    assert_empty differences, differences.join("\n")
  end

  private

  def run_cases(environment, cases)
    echo = HttpServer.new { |request| echo(request) }
    @server = "http://127.0.0.1:#{echo.port}"
    @port = echo.port
    code = File.read("#{FOLDER}/functions/ruby/conformance.rb")
    Lambda.run(code, handler: 'function.Conformance.handler', environment:) do |function|
      @cold = true
      cases.flat_map { |each| run_case(function, each).map { |line| "#{each['name']}: #{line}" } }
    end
  ensure
    echo.stop
  end

  def echo(request)
    headers = request.headers.slice('traceparent', 'baggage')
    [{ '/missing' => 404, '/broken' => 503 }.fetch(request.path, 200), JSON.generate(headers:)]
  end

  def run_case(function, test_case)
    before = function.arrived.size
    headers = {}
    headers['Lambda-Runtime-Trace-Id'] = test_case['traceHeader'] if test_case['traceHeader']
    headers['Lambda-Runtime-Client-Context'] = JSON.generate(test_case['clientContext']) if test_case['clientContext']
    result = function.invoke(event(test_case['event']), headers:)
    expected = test_case['spans']
    spans = in_order(function.spans(before + expected.size)[before..], expected)
    @spans = spans
    @request_id = function.request_id
    found = differences_of_result(test_case, result) + differences_of_spans(expected, spans)
    found += differing('resource', test_case.fetch('resource', {}), spans.first.resource) if spans.any?
    found += function.otel_lines.map { |line| "a line: #{line}" }
    @cold = false
    found
  end

  # Returns the spans by time, but what was before the invocation after it, as in the table.
  def in_order(spans, expected)
    names = expected.drop(1).filter_map { |each| each['name'] if each.key?('seconds') }
    spans.sort_by { |span| [names.include?(span.name) ? 1 : 0, span.start, -span.end] }
  end

  def event(event)
    return File.read("#{FOLDER}/#{event['file']}") if event.key?('file')
    return ago(JSON.generate(event['json']).gsub('$server', @server)) if event.key?('json')

    event['text'] || event['parts'].map { |part| part['text'] * part.fetch('times', 1) }.join
  end

  # Puts the time a minute ago into an event.
  def ago(event)
    time = Time.now.utc - 60
    millis = (time.to_r * 1000).to_i
    event.gsub('"$ago.millis"', millis.to_s).gsub(%q("'$ago.millis'"), %("#{millis}"))
         .gsub('"$ago.seconds"', time.to_i.to_s).gsub('$ago.iso', time.strftime('%Y-%m-%dT%H:%M:%S.%LZ'))
  end

  def differences_of_result(test_case, result)
    error = test_case['error']
    if error
      return [] if test_case['restarts'] && result.error_type == 'the process ended'

      report = result.json
      return %w[errorType errorMessage].reject { |name| matches?(error[name], report[name]) }
                                       .map { |name| "#{name} is #{report[name]}" }
    end
    wanted = test_case.key?('response') ? test_case['response'] : EVENTS['function']['response']
    wanted = wanted['$repeat']['text'] * wanted['$repeat']['times'] if wanted.is_a?(Hash) && wanted.key?('$repeat')
    matches?(wanted, result.json) ? [] : ["the response is #{result.body[0, 200]}, not #{wanted.to_s[0, 200]}"]
  end

  def differences_of_spans(expected, spans)
    return ["there are #{spans.map(&:name)}"] if expected.size != spans.size

    expected.zip(spans).flat_map { |wanted, span| differences_of_span(wanted, span, wanted.equal?(expected.first)) }
  end

  def differences_of_span(wanted, span, invocation)
    found = []
    found << "name #{span.name}" unless matches?(wanted['name'], span.name)
    found << "kind #{KINDS[span.kind]}" if wanted['kind'] != KINDS[span.kind]
    found << "status #{STATUSES[span.status]}" if wanted.fetch('status', 'UNSET') != STATUSES[span.status]
    seconds = (span.end - span.start) / 1_000_000_000
    found << "it lasted #{seconds} s" if wanted.key?('seconds') && !(seconds - wanted['seconds']).between?(0, 59)
    attributes = invocation ? ALWAYS.merge(wanted.fetch('attributes', {})) : wanted.fetch('attributes', {})
    found += differing('attribute', attributes, span.attributes)
    found += (span.attributes.keys - attributes.keys).map { |key| "attribute #{key} too" } if invocation
    found + parent(wanted['parent'], span) + links(wanted.fetch('links', []), span) +
      (invocation ? events(wanted.fetch('events', []), span) : [])
  end

  def differing(what, wanted, found)
    wanted.reject { |key, value| matches?(value, found[key]) }
          .map { |key, value| "#{what} #{key}: #{found[key].inspect}, not #{value}" }
  end

  def parent(wanted, span)
    expected = case wanted
               when nil then ['', '']
               when String then @spans.find { |each| each.name == wanted }.then { |each| [each.span_id, ''] }
               else [wanted['spanId'], wanted['traceState'].to_s]
               end
    found = span.parent_id == expected[0] && span.trace_state == expected[1]
    found &&= span.trace_id == wanted['traceId'] if wanted.is_a?(Hash)
    found ? [] : ["parent #{span.trace_id} #{span.parent_id} #{span.trace_state}, not #{wanted}"]
  end

  def links(wanted, span)
    expected = wanted.flat_map { |link| [[link['traceId'], link['spanId']]] * link.fetch('times', 1) }
    found = span.links.map { |link| [link.trace_id, link.span_id] }
    expected == found ? [] : ["links #{found}, not #{expected}"]
  end

  def events(wanted, span)
    return ["events #{span.events.map(&:name)}"] if wanted.map { |each| each['name'] } != span.events.map(&:name)

    wanted.zip(span.events).flat_map { |each, event| differing('event', each['attributes'], event.attributes) }
  end

  def matches?(wanted, found)
    case wanted
    when ->(value) { value.is_a?(Hash) && value.key?('$json') } then json?(wanted['$json'], found)
    when Hash
      found.is_a?(Hash) && wanted.keys == found.keys && wanted.all? { |key, value| matches?(value, found[key]) }
    when Array then found.is_a?(Array) && wanted.size == found.size && wanted.zip(found).all? { |pair| matches?(*pair) }
    when '$any' then found.is_a?(String)
    when /\A\$traceparent\.(.+)/ then traceparent?(Regexp.last_match(1), found)
    when /\A\$notSampled\.(\h+)/ then found.match?(/\A00-#{Regexp.last_match(1)}-\h{16}-00\z/)
    else value(wanted) == found && value(wanted).instance_of?(found.class)
    end
  end

  def json?(wanted, found)
    found.is_a?(String) && matches?(wanted, JSON.parse(found))
  rescue JSON::ParserError
    false
  end

  def traceparent?(name, found)
    @spans.any? { |span| span.name == name && found == "00-#{span.trace_id}-#{span.span_id}-01" }
  end

  def value(wanted)
    case wanted
    when '$requestId' then @request_id
    when '$coldStart' then @cold
    when '$invokedArn', '$functionArn' then Lambda::ARN
    when '$logStream' then Lambda::VARIABLES['AWS_LAMBDA_LOG_STREAM_NAME']
    when '$memoryBytes' then 512 * 1024 * 1024
    when '$serverAddress' then '127.0.0.1'
    when '$serverPort' then @port
    when /\A\$error\.(\w+)\.(\w+)/ then error(Regexp.last_match(1), Regexp.last_match(2))
    when /\A\$server/ then wanted.sub('$server', @server)
    else wanted
    end
  end

  def error(name, member)
    error = BEHAVIOURS['errors'][name]
    error[member] || error['ruby'][member]
  end
end
