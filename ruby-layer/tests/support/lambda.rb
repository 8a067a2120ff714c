# frozen_string_literal: true

require 'fileutils'
require 'openssl'
require 'tmpdir'
require_relative 'http_server'
require_relative 'otlp'

# A function with the built layer in a process of its own, beside a fake of Lambda's Runtime and Extensions APIs and of
# an OTLP backend. The runtime client is that of conformance/runtime-clients/ruby, which is not AWS's; the folder of
# AWS's can be named by RUBY_RUNTIME_CLIENT.
class Lambda
  ROOT = File.expand_path('../../..', __dir__)
  LAYER = "#{ROOT}/ruby-layer/target/layer".freeze
  CLIENT = ENV.fetch('RUBY_RUNTIME_CLIENT', "#{ROOT}/conformance/runtime-clients/ruby")
  ARN = 'arn:aws:lambda:eu-west-1:123456789012:function:orders'
  BOUND = 30
  VARIABLES = {
    'AWS_REGION' => 'us-east-1', 'AWS_LAMBDA_FUNCTION_NAME' => 'orders', 'AWS_LAMBDA_FUNCTION_VERSION' => '$LATEST',
    'AWS_LAMBDA_LOG_STREAM_NAME' => '2026/01/01/[7]abc', 'AWS_LAMBDA_FUNCTION_MEMORY_SIZE' => '512'
  }.freeze

  # What came of an invocation: `error_type` is nil for a response.
  Result = Struct.new(:body, :error_type, :content_type, :spans_before) do
    def json
      JSON.parse(body)
    end
  end

  attr_reader :requests, :log

  # The function's code is that of the file `function.rb`.
  def self.run(code, **options)
    function = new(code, **options)
    yield function
  ensure
    function&.stop
  end

  def initialize(code, handler: 'function.handler', environment: {}, layer: true, files: {}, answer: nil, tls: nil,
                 extensions: true)
    @folder = Dir.mktmpdir
    { 'function.rb' => code }.merge(files).each { |name, text| write(name, text) }
    @lock = Mutex.new
    @changed = ConditionVariable.new
    @events = []
    @results = {}
    @told = []
    @requests = []
    @spans = []
    @number = 0
    @extensions = extensions
    @backend_answer = answer || ->(_request) { [200, ''] }
    @api = HttpServer.new { |request| api(request) }
    @backend = HttpServer.new(tls) { |request| backend(request) }
    start(handler, environment, layer, tls ? 'https' : 'http')
  end

  # Invokes the function with a value that becomes JSON, or a text of JSON; waits for the result.
  def invoke(event = {}, headers: {}, deadline: 20)
    text = event.is_a?(String) ? event : JSON.generate(event)
    id = nil
    @lock.synchronize do
      @number += 1
      id = request_id
      millis = ((Time.now.to_f + deadline) * 1000).to_i
      @events << [id, text, millis, headers]
      @told << [id, millis]
      @changed.broadcast
    end
    wait("a result of #{text[0, 100]}") { @results[id] || (@ended && Result.new('', 'the process ended')) }
  end

  # Returns the spans that the backend has, once there are so many.
  def spans(count)
    wait("#{count} spans, of #{@spans.size}") { @spans.size >= count && @spans.dup }
  end

  # Invokes the function until the backend has so many spans; returns those.
  def invoke_until(count)
    finish = Process.clock_gettime(Process::CLOCK_MONOTONIC) + BOUND
    while arrived.size < count
      raise "no #{count} spans in #{BOUND} s" if Process.clock_gettime(Process::CLOCK_MONOTONIC) > finish

      invoke
      @lock.synchronize { @changed.wait(@lock, 0.05) }
    end
    arrived
  end

  # Returns those that have arrived.
  def arrived
    @lock.synchronize { @spans.dup }
  end

  # Waits for a condition that other threads change.
  def wait(what)
    finish = Process.clock_gettime(Process::CLOCK_MONOTONIC) + BOUND
    @lock.synchronize do
      loop do
        found = yield
        return found if found

        left = finish - Process.clock_gettime(Process::CLOCK_MONOTONIC)
        raise "no #{what} in #{BOUND} s; the log: #{@log}" unless left.positive?

        @changed.wait(@lock, [left, 0.1].min)
      end
    end
  end

  # Waits for what matches in the function's log.
  def await_line(pattern)
    wait("line #{pattern.inspect}") { @log[pattern] }
  end

  # Waits until the process has asked for the next invocation, and the extension too if there is one.
  def rest
    wait('rest') { @asks && @events.empty? && (!@registered || (@extension_asks && @told.empty?)) }
  end

  # Sends SIGTERM, as Lambda does when it shuts an environment down; waits for the process to end.
  def terminate
    Process.kill(:TERM, @pid)
    ended
  end

  # Waits for the process to end; returns its exit status, or the signal that has ended it.
  def ended
    wait('end of the process') { @ended }
    @status.exitstatus || @status.termsig
  end

  # Returns the last invocation's request id.
  def request_id
    format('00000000-0000-0000-0000-%012d', @number)
  end

  def backend_port
    @backend.port
  end

  def endpoint
    "http://127.0.0.1:#{backend_port}"
  end

  def otel_lines
    @lock.synchronize { @log.dup }.lines.grep(/\[otel\]/)
  end

  def write(name, text)
    FileUtils.mkdir_p(File.dirname("#{@folder}/#{name}"))
    File.write("#{@folder}/#{name}", text)
  end

  def stop
    kill unless @ended
    @reader.join(BOUND)
    [@api, @backend].each(&:stop)
    FileUtils.rm_rf(@folder)
  end

  private

  def kill
    Process.kill(:KILL, @pid)
  rescue Errno::ESRCH
    nil # it has ended by itself
  end

  def start(handler, environment, layer, scheme)
    variables = VARIABLES.merge(
      'AWS_LAMBDA_RUNTIME_API' => "127.0.0.1:#{@api.port}", '_HANDLER' => handler, 'LAMBDA_TASK_ROOT' => @folder,
      'PATH' => ENV.fetch('PATH'), 'LANG' => 'C.UTF-8',
      'OTEL_EXPORTER_OTLP_ENDPOINT' => "#{scheme}://localhost:#{@backend.port}"
    ).merge(environment)
    command = [RbConfig.ruby, "#{CLIENT}/bin/aws_lambda_ric", handler]
    command.unshift("#{LAYER}/otel-handler") if layer
    output, input = IO.pipe
    @log = +''
    @pid = Process.spawn(variables, *command, chdir: @folder, unsetenv_others: true, out: input, err: input)
    input.close
    @reader = Thread.new { follow(output) }
  end

  def follow(output)
    while (line = output.gets)
      @lock.synchronize do
        @log << line.scrub
        @changed.broadcast
      end
    end
    _, @status = Process.wait2(@pid)
    @lock.synchronize do
      @ended = true
      @changed.broadcast
    end
  end

  def api(request)
    case request.path
    when %r{/runtime/invocation/next} then next_invocation
    when %r{/runtime/invocation/([^/]+)/(response|error)} then posted(Regexp.last_match(1), request)
    when %r{/runtime/init/error} then posted('init', request)
    when %r{/extension/register}
      return [403, ''] unless @extensions

      @registered = true
      [200, '{}', { 'Lambda-Extension-Identifier' => 'internal' }]
    when %r{/extension/event/next} then next_event
    end
  end

  def next_invocation
    id, text, millis, headers = take(@events) { |asks| @asks = asks }
    [200, text, { 'Content-Type' => 'application/json', 'Lambda-Runtime-Aws-Request-Id' => id,
                  'Lambda-Runtime-Deadline-Ms' => millis, 'Lambda-Runtime-Invoked-Function-Arn' => ARN }.merge(headers)]
  end

  def next_event
    id, millis = take(@told) { |asks| @extension_asks = asks }
    [200, JSON.generate(eventType: 'INVOKE', requestId: id, deadlineMs: millis)]
  end

  def take(queue)
    @lock.synchronize do
      yield true
      @changed.broadcast
      @changed.wait(@lock) while queue.empty?
      yield false
      queue.shift
    end
  end

  def posted(id, request)
    @lock.synchronize do
      error = request.path.end_with?('error') ? request.headers['lambda-runtime-function-error-type'] : nil
      @results[id] = Result.new(request.body.dup.force_encoding(Encoding::UTF_8), error,
                                request.headers['content-type'], @spans.size)
      @changed.broadcast
    end
    [202, '']
  end

  def backend(request)
    status, body, headers = @backend_answer.call(request)
    @lock.synchronize do
      @requests << request
      @spans.concat(Otlp.spans(request.body, request.headers['content-encoding'])) if status.to_i.between?(200, 299)
      @changed.broadcast
    end
    [status, body, headers]
  end
end
