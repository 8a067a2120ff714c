# frozen_string_literal: true

# Odd handlers and events: response, error, log and exit status are those of the function without the layer.
class OddFunctionsTest < Minitest::Test
  BEHAVIOURS = {
    'duplicate keys' => 'event.to_a', 'float' => '[1e400.to_s, 1e-7, -0.0, 12345678901234567890.5]',
    'NaN' => 'Float::NAN', 'symbol' => ':done', 'nil' => 'nil', 'rational' => '[Rational(1, 3), Complex(1, 2)]',
    'time' => 'Time.at(0).utc', 'object with to_json' => 'Class.new { def to_json(*) = "{\"a\": 1 }" }.new',
    'deep' => '101.times.reduce([]) { |all| [all] }', 'recursive' => '[].tap { |all| all << all }',
    'other encoding' => '"caf\xe9".dup.force_encoding("ISO-8859-1")', 'utf-16' => '"a\u00fc".encode("UTF-16LE")',
    'binary' => '"\xff\xfe".b', 'frozen event' => 'event.freeze', 'change of the event' => 'event.clear',
    'large' => '"x" * 2_000_000', 'io' => 'File.open(__FILE__)', 'empty io' => 'StringIO.new',
    'error without message' => 'raise RuntimeError', 'empty message' => 'raise ""', 'nil message' => 'raise Silent',
    'message that is no text' => 'raise Numeric_',
    'message of lines' => 'raise "a\nb\r\n[otel] c"',
    'error without class name' => 'raise Class.new(StandardError), "a"',
    'error without stack' => 'raise StandardError, "a", nil.to_a', 'own stack' => 'raise StandardError, "a", ["x:1"]',
    'error with a cause' => 'begin; raise "a"; rescue StandardError; raise ArgumentError, "b"; end',
    'frozen error' => 'raise StandardError.new("a").freeze',
    'stop iteration' => 'raise StopIteration', 'uncaught throw' => 'throw :up', 'local jump' => 'ESCAPE.call',
    'thread that fails' => 'Thread.new { Thread.current.report_on_exception = false; raise "a" }.join',
    'thread that goes on' => 'Thread.new { sleep }.alive?',
    'fork' => 'Process.wait2(fork { exit!(7) }).last.exitstatus',
    'fork that ends by itself' => 'Process.wait2(fork { $out = 1 }).last.exitstatus',
    'fiber' => 'Fiber.new { Fiber.yield(1) }.resume', 'child' => '`echo child`', 'timeout' => 'late',
    'warning' => 'warn("careful"); puts "printed"; $stderr.write("x\n")',
    'closed stderr' => '$stderr = StringIO.new; 1',
    'ractor' => 'defined?(Ractor).to_s', 'trace point' => 'TracePoint.new(:call) {}.enable { 1 }',
    'frozen classes' => '[String, Hash, Thread].each(&:freeze).size',
    'global functions' => 'Kernel.method(:require).owner',
    'return of a break' => '[1, 2].each { |each| break each }', 'proc that returns' => 'proc { next 5 }.call',
    'refinement' => 'using_refined', 'object space' => 'ObjectSpace.each_object(Class).none? { |each| each.nil? }'
  }.freeze
  ENDING = {
    'message in bytes' => 'raise "\xff\xfe".b', 'error that fails itself' => 'raise Broken',
    'exit' => 'exit', 'exit with a status' => 'exit(3)', 'exit!' => 'exit!(4)', 'abort' => 'abort("stop")',
    'signal' => 'Process.kill(:KILL, $$); sleep', 'interrupt' => 'raise Interrupt',
    'no memory' => 'raise NoMemoryError',
    'stack' => 'def dig = dig; dig', 'no method' => 'nil.none', 'name' => 'no_such_name', 'load' => 'require "none"',
    'syntax' => 'eval("def")', 'not implemented' => 'raise NotImplementedError', 'exception' => 'raise Exception, "a"',
    'at_exit' => 'at_exit { puts "last" }; exit(2)', 'security' => 'raise SecurityError, "a"'
  }.freeze
  FORMS = {
    'keywords with defaults' => 'def handler(event: 1, context: nil) = event',
    'any keywords' => 'def handler(**all) = all.keys', 'event alone' => 'def handler(event:) = event',
    'positional' => 'def handler(event, context) = event', 'one hash' => 'def handler(all) = all.keys',
    'optional block' => 'def handler(event:, context:, &block) = block.nil?',
    'by method_missing' => 'def method_missing(name, **all) = name == :handler ? all[:event] : super',
    'defined by define_method' => 'define_method(:handler) { |event:, context:| event } rescue ' \
                                  'Object.define_method(:handler) { |event:, context:| event }',
    'private' => "private\ndef handler(event:, context:) = event",
    'alias' => "def a(event:, context:) = event\nalias handler a",
    'main frozen' => "def handler(event:, context:) = event\nfreeze", 'output while loading' =>
      "puts 'loading'\n$stderr.puts 'on stderr'\ndef handler(event:, context:) = event",
    'failure while loading' => 'raise "no configuration"', 'exit while loading' => 'exit(5)',
    'at_exit while loading' => "at_exit { puts 'last' }\ndef handler(event:, context:) = exit(6)",
    'changed JSON' => "module JSON\n  def self.parse(*) = 'mine'\nend\ndef handler(event:, context:) = event",
    'changed Net::HTTP' => "require 'net/http'\nclass Net::HTTP\n  def own = 1\nend\n" \
                           'def handler(event:, context:) = event'
  }.freeze
  # Forms that end the process as well.
  LOADING = ['failure while loading', 'exit while loading', 'at_exit while loading'].freeze
  EVENTS = ['[1,2]', 'null', '5', '-0', '1e400', '1.0', '12345678901234567890123', '""', '"\ud83d"', '{"a":1,"a":2}',
            '{}', '[]', 'true', ' {"a" : 1 } ', "\"\xff\"", '{"Records":[]}', '{"Records":[null]}',
            '{"Records":{"a":1}}',
            '{"headers":[1]}', '{"requestContext":5}', '{"httpMethod":null,"headers":{"a":null}}',
            '{"version":"2.0","requestContext":{"http":[]},"headers":"x"}', '[[[[[[[]]]]]]]'].freeze
  CODE = <<~'RUBY'
    require 'json'
    require 'stringio'
    require 'timeout'
    class Silent < StandardError; def message = nil; end
    class Numeric_ < StandardError; def message = 5; end
    class Broken < StandardError; def message = raise('no message'); end
    ESCAPE = proc { return 1 }
    module Refined
      refine(String) { def shout = upcase }
    end
    using Refined
    def using_refined = 'a'.shout
    def late = Timeout.timeout(0.01) { sleep }
  RUBY

  # Compares what a look at the function tells, with and without the layer.
  def compare(code, what, **options)
    with, without = [true, false].map do |layer|
      Lambda.run(code, layer:, environment: { 'PWD' => '/' }, **options) { |function| yield function }
    end
    assert_equal without, with, what
  end

  # Leaves out what differs from one process to the next: the folder, and addresses.
  def same(text)
    text.gsub(%r{/tmp/[^/]+/}, '').gsub(/0x\h+/, '')
  end

  def told(result)
    [result.body.b, result.error_type, result.content_type].map { |text| text && same(text) }
  end

  def log(function)
    same(function.log).lines.reject { |line| line.start_with?('[otel]') }
  end

  def test_oddEvents_areAnsweredAsWithout
    compare('def handler(event:, context:) = event', 'events') do |function|
      EVENTS.map { |event| told(function.invoke(event)) }
    end
  end

  def test_oddBehaviours_areAsWithout
    methods = BEHAVIOURS.values.map.with_index { |body, number| "def do_#{number}(event)\n#{body}\nend\n" }.join
    code = "#{CODE}#{methods}def handler(event:, context:) = send('do_' + event.fetch('do').to_s, event)"
    compare(code, 'behaviours') do |function|
      BEHAVIOURS.keys.each_with_index.map do |name, number|
        result = function.invoke("{\"do\":#{number},\"a\":1,\"a\":2}")
        refute_equal 'the process ended', result.error_type, name
        [name, *told(result)]
      end
    end
  end

  ending = ENDING.keys + LOADING
  ENDING.merge(FORMS).each do |name, code|
    define_method("test_#{name.tr(' ', '_')}_isAsWithout") do
      code = "#{CODE}def handler(event:, context:)\n#{code}\nend" if ENDING.key?(name)
      compare(code, name) do |function|
        result = function.invoke([1])
        # the log is whole when the process has ended
        function.rest unless ending.include?(name)
        status = ending.include?(name) ? function.ended : function.terminate
        [told(result), status, log(function)]
      end
    end
  end
end
