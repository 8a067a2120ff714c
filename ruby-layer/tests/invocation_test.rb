# frozen_string_literal: true

# The function answers, fails and looks as without the layer; compared with the bare function in each test.
class InvocationTest < Minitest::Test
  FUNCTION = <<~'RUBY'
    require 'json'
    class OrderError < StandardError; end
    class Stop < Exception; end
    module Orders
      class Api
        def self.call(event:, context:) = [event, context.aws_request_id.size]
      end
    end

    def inner(event) = raise(OrderError, "no such order: ü #{event}")

    def handler(event:, context:)
      case event.is_a?(Hash) ? event['do'] : nil
      when 'fail' then inner(event)
      when 'critical' then raise Stop, 'stop'
      when 'name' then no_such_name
      when 'throw' then throw :nothing
      when 'exit' then exit(3)
      when 'deep' then handler(event: event, context: context)
      when 'frames' then caller.reject { |line| line.include?('.rb:') }.size
      when 'around'
        { env: ENV.keys.sort, argv: ARGV, program: $PROGRAM_NAME, load: $LOAD_PATH.size, stdout: $stdout.sync,
          rubyopt: ENV['RUBYOPT'], trap: trap('TERM', 'DEFAULT'), stderr: $stderr.fileno }
      when 'binary' then StringIO.new("\x00\xff".b)
      when 'invalid' then "\xff"
      else event
      end
    end
  RUBY
  EVENTS = ['[1,2]', 'null', '5', '"text"', 'true', '{"a":12345678901234567890,"b":"<&>","c":1.10}',
            '{"headers":{"X-Id":"1","x-id":"2"},"multiValueHeaders":{"A":["1"]}}', '{"do":"binary"}'].freeze

  def both(function = FUNCTION, **options)
    [true, false].map { |layer| Lambda.run(function, layer:, **options) { |started| yield started, layer } }
  end

  def test_events_areAnsweredByteByByte
    with, without = both do |function|
      EVENTS.map { |event| function.invoke(event).then { |result| [result.body.b, result.content_type] } }
    end
    assert_equal without, with
  end

  def test_errors_areThoseOfTheBareFunction
    %w[fail critical name throw exit deep invalid].each do |what|
      with, without = both do |function|
        result = function.invoke({ do: what })
        ends = %w[critical name exit].include?(what) ? function.ended : nil
        # the folder's name differs
        [result.body.gsub(%r{/tmp/[^/]+/}, ''), result.error_type, ends]
      end
      assert_equal without, with, what
    end
  end

  def test_surroundings_areThoseOfTheBareFunction
    # the shell of the wrapper sets it, as it is set in Lambda
    with, without = both(environment: { 'PWD' => '/' }) { |function| function.invoke({ do: 'around' }).json }
    assert_equal without, with
  end

  def test_handlerForms_work
    ['function.handler', 'function.Orders::Api.call', 'function.Nothing.call', 'function.nothing', 'missing.handler',
     'function'].each do |handler|
      with, without = both(handler:) do |function|
        result = function.invoke([1])
        # each of these errors ends the process, so that the log is whole then
        function.ended if result.error_type
        (result.body + function.log).gsub(%r{/tmp/[^/]+/}, '')
      end
      assert_equal without, with, handler
    end
  end

  def test_filesThatCannotBeLoaded_failAsWithoutTheLayer
    ['def handler(', 'require "no_such_file"', 'raise "at init"', 'exit 7', 'throw :init'].each do |code|
      with, without = both(code) { |function| [function.ended, function.log.gsub(%r{/tmp/[^/]+/}, '')] }
      assert_equal without, with, code
    end
  end

  def test_exception_isOnTheSpan
    Lambda.run(FUNCTION) do |function|
      function.invoke({ do: 'fail' })
      span = function.spans(1).first
      assert_equal [2, 'OrderError'], [span.status, span.attributes['error.type']]
      event = span.events.first
      assert_equal 'OrderError', event.attributes['exception.type']
      assert_match(/function.rb:10:in .*inner/, event.attributes['exception.stacktrace'])
    end
  end

  def test_exit_reportsTheInvocationUnderEachPolicy
    %w[before-response after-response adaptive].each do |policy|
      Lambda.run(FUNCTION, environment: { 'OTEL_LAMBDA_FLUSH' => policy }) do |function|
        function.invoke({ do: 'exit' })
        function.ended
        assert_equal ['SystemExit'], function.spans(1).map { |span| span.attributes['error.type'] }, policy
      end
    end
  end

  def test_commandThatIsNotRuby_hasTheLayerByRubyopt
    Dir.mktmpdir do |folder|
      File.write("#{folder}/start",
                 "#!/bin/sh\nexec #{RbConfig.ruby} -e 'p [ENV[\"RUBYOPT\"], defined?(OtelLambda)]'\n")
      File.chmod(0o755, "#{folder}/start")
      seen = [nil, '-W0'].map do |before|
        IO.popen([{ 'RUBYOPT' => before }, "#{Lambda::LAYER}/otel-handler", "#{folder}/start"], &:read)
      end
      assert_equal ["[nil, \"constant\"]\n", "[\"-W0\", \"constant\"]\n"], seen
    end
  end

  def test_forkedProcess_reportsItsOwnSpansOnce
    code = <<~'RUBY'
      require 'net/http'
      def handler(event:, context:)
        Process.wait(fork { Net::HTTP.get(URI("#{ENV['OTEL_EXPORTER_OTLP_ENDPOINT']}/none")) rescue nil })
        $?.exitstatus
      end
    RUBY
    Lambda.run(code) do |function|
      assert_equal '0', function.invoke.body
      assert_equal %w[GET orders], function.spans(2).map(&:name).sort
      assert_equal '0', function.invoke.body
      assert_equal 4, function.spans(4).size
    end
  end
end
