# frozen_string_literal: true

require_relative 'support/servers'

# The calls of libraries that a function makes.
class CallsTest < Minitest::Test
  def run_calls(code, environment = {})
    Lambda.run("def handler(event:, context:)\n#{code}\nend", environment:) do |function|
      result = function.invoke
      assert_nil result.error_type, result.body
      assert_empty function.otel_lines
      yield result.json, function.spans(1).reject { |span| span.name == 'orders' }
    end
  end

  def test_netHttp_hasASpanForEachRequest
    seen = []
    server = HttpServer.new do |request|
      seen << request
      [request.path.start_with?('/broken') ? 500 : 200, 'ok']
    end
    code = <<~RUBY
      require 'net/http'
      base = "http://127.0.0.1:#{server.port}"
      Net::HTTP.get(URI(base + '/a?token=secret&b=1'))
      Net::HTTP.post(URI(base + '/b'), 'x')
      Net::HTTP.start('127.0.0.1', #{server.port}) { |http| http.get('/broken'); http.request(Net::HTTP::Delete.new('/d')) }
      Net::HTTP.new('127.0.0.1', #{server.port}).get('/e') { |part| part }
      Net::HTTP.get_response(URI('http://127.0.0.1:2/')) rescue $!.class
    RUBY
    run_calls(code) do |result, spans|
      assert_equal 'Errno::ECONNREFUSED', result
      assert_equal %w[GET POST GET DELETE GET GET], spans.map(&:name)
      assert_equal "http://127.0.0.1:#{server.port}/a?token=REDACTED&b=1", spans.first.attributes['url.full']
      assert_equal [nil, nil, '500', nil, nil, 'Errno::ECONNREFUSED'], spans.map { |span|
                                                                         span.attributes['error.type']
                                                                       }
      assert_equal spans.first(5).map { |span| "00-#{span.trace_id}-#{span.span_id}-01" },
                   seen.map { |request| request.headers['traceparent'] }
    end
  ensure
    server.stop
  end

  def test_library_canBeSwitchedOff
    code = "require 'net/http'\nNet::HTTP.get(URI(ENV['OTEL_EXPORTER_OTLP_ENDPOINT'])).size"
    %w[OTEL_INSTRUMENTATION_NET_HTTP_ENABLED OTEL_RUBY_INSTRUMENTATION_NET_HTTP_ENABLED
       OTEL_LAMBDA_AUTO_INSTRUMENTATION OTEL_INSTRUMENTATION_COMMON_DEFAULT_ENABLED].each do |name|
      server = HttpServer.new { [200, ''] }
      Lambda.run("def handler(event:, context:)\n#{code.sub('OTEL_EXPORTER_OTLP_ENDPOINT', 'OTHER')}\nend",
                 environment: { name => 'false', 'OTHER' => "http://127.0.0.1:#{server.port}/" }) do |function|
        assert_equal '0', function.invoke.body
        assert_equal ['orders'], function.spans(1).map(&:name), name
      end
      server.stop
    end
  end

  def test_thread_continuesTheInvocation
    server = HttpServer.new { [200, ''] }
    code = "require 'net/http'\nThread.new { Net::HTTP.get(URI('http://127.0.0.1:#{server.port}/')) }.value"
    Lambda.run("def handler(event:, context:)\n#{code}\nend") do |function|
      function.invoke
      call, invocation = function.spans(2)
      assert_equal invocation.span_id, call.parent_id
    end
  ensure
    server.stop
  end

  def test_pg_hasASpanForEachStatement
    Servers.needs_gem('pg')
    Servers.postgresql do |port|
      code = <<~RUBY
        require 'pg'
        connection = PG.connect(host: '127.0.0.1', port: #{port}, user: 'clerk', dbname: 'postgres')
        connection.exec('SELECT 1 AS "secret", \\'literal\\'')
        connection.exec_params('SELECT $1::int', [7])
        connection.prepare('named', 'SELECT $1::int + 10')
        connection.exec_prepared('named', [1])
        connection.exec('SELECT * FROM missing') rescue $!.class
      RUBY
      run_calls(code) do |result, spans|
        assert_equal 'PG::UndefinedTable', result
        assert_equal %w[SELECT SELECT PREPARE EXECUTE SELECT], spans.map(&:name)
        assert_equal({ 'db.system.name' => 'postgresql', 'db.namespace' => 'postgres', 'server.address' => '127.0.0.1',
                       'server.port' => port, 'db.query.text' => 'SELECT ? AS "secret", ?' }, spans.first.attributes)
        assert_equal 'SELECT $1::int', spans[1].attributes['db.query.text']
        assert_equal 'PG::UndefinedTable', spans.last.attributes['error.type']
      end
    end
  end

  def test_mysql2_hasASpanForEachStatement
    Servers.needs_gem('mysql2')
    Servers.mariadb do |port|
      code = <<~RUBY
        require 'mysql2'
        client = Mysql2::Client.new(host: '127.0.0.1', port: #{port}, username: 'root')
        client.query('SELECT 1, "literal"', as: :array).to_a
        statement = client.prepare('SELECT ? + 10')
        rows = statement.execute(5).to_a.first.values
        client.query('SELECT * FROM mysql.missing') rescue $!.class.to_s
        rows
      RUBY
      run_calls(code) do |result, spans|
        assert_equal [15], result.map(&:to_i)
        assert_equal %w[SELECT SELECT SELECT SELECT], spans.map(&:name)
        assert_equal({ 'db.system.name' => 'mysql', 'server.address' => '127.0.0.1', 'server.port' => port,
                       'db.query.text' => 'SELECT ?, ?' }, spans.first.attributes)
        assert_equal 'Mysql2::Error', spans.last.attributes['error.type']
      end
    end
  end

  def test_redis_hasASpanForEachCommand
    Servers.needs_gem('redis')
    Servers.redis do |port|
      code = <<~RUBY
        require 'redis'
        redis = Redis.new(host: '127.0.0.1', port: #{port})
        redis.set('key', 'value')
        redis.pipelined { |pipeline| pipeline.get('key'); pipeline.incr('count') }
        redis.call('INCR', 'key') rescue $!.class.to_s
        redis.get('key')
      RUBY
      run_calls(code) do |result, spans|
        assert_equal 'value', result
        assert_equal ['SET', 'GET INCR', 'INCR', 'GET'], spans.map(&:name)
        assert_equal({ 'db.system.name' => 'redis', 'db.namespace' => '0', 'db.query.text' => 'SET ? ?',
                       'server.address' => '127.0.0.1', 'server.port' => port, 'network.transport' => 'tcp' },
                     spans.first.attributes)
        assert_equal 2, spans[1].attributes['db.operation.batch.size']
      end
    end
  end

  def test_awsSdk_hasASpanForEachCall
    Servers.needs_gem('aws-sdk-s3')
    seen = []
    server = HttpServer.new do |request|
      seen << request
      if request.path.include?('missing')
        [404, '<Error><Code>NoSuchKey</Code></Error>',
         { 'x-amz-request-id' => 'r' }]
      else
        [200, 'x']
      end
    end
    code = <<~RUBY
      require 'aws-sdk-s3'
      client = Aws::S3::Client.new(region: 'eu-west-1', endpoint: 'http://127.0.0.1:#{server.port}', force_path_style: true,
                                   credentials: Aws::Credentials.new('a', 'b'))
      client.get_object(bucket: 'shop', key: 'there')
      client.get_object(bucket: 'shop', key: 'missing') rescue $!.class
    RUBY
    environment = { '_X_AMZN_TRACE_ID' => 'Root=1-5759e988-bd862e3fe1be46a994272793;Lineage=1:abc:0' }
    run_calls(code, environment) do |result, spans|
      assert_equal 'Aws::S3::Errors::NoSuchKey', result
      assert_equal ['S3.GetObject'] * 2, spans.map(&:name)
      assert_equal({ 'rpc.system' => 'aws-api', 'rpc.service' => 'S3', 'rpc.method' => 'GetObject',
                     'cloud.region' => 'eu-west-1', 'server.address' => '127.0.0.1', 'server.port' => server.port,
                     'aws.s3.bucket' => 'shop', 'aws.s3.key' => 'there', 'http.response.status_code' => 200 },
                   spans.first.attributes)
      assert_equal ['NoSuchKey', 404, 'r'],
                   spans.last.attributes.values_at('error.type', 'http.response.status_code', 'aws.request_id')
      assert_equal spans.map { |span| "Parent=#{span.span_id};Sampled=1;Lineage=1:abc:0" },
                   seen.map { |request| request.headers['x-amzn-trace-id'].partition(';').last }
    end
  ensure
    server&.stop
  end
end
