# frozen_string_literal: true

require_relative '../src/otel_lambda/start'
require_relative 'support/certificates'
require_relative 'support/tunnel'

# Requests to AWS's own endpoints are signed: AWS's published test vectors, and the layer at work.
class Sigv4Test < Minitest::Test
  Sigv4 = OtelLambda::Sdk::Http::Sigv4
  HOST = 'xray.eu-central-1.amazonaws.com'
  # the key of AWS's test suite, which no account has
  KEY = Sigv4::Credentials.new('AKIDEXAMPLE', 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY', '')
  VANILLA = { 'host' => 'example.amazonaws.com', 'x-amz-date' => '20150830T123600Z' }.freeze

  {
    'get-vanilla' => ['GET', '', {}, '', '5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31'],
    'post-vanilla' => ['POST', '', {}, '', '5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b'],
    'get-vanilla-query-order-key-case' => [
      'GET', 'Param1=value1&Param2=value2', {}, '', 'b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500'
    ],
    'get-header-value-trim' => [
      'GET', '', { 'my-header1' => ' value1', 'my-header2' => ' "a   b   c"' }, '',
      'acc3ed3afb60bb290fc8d2dd0098b9911fcaa05412b367055dee359757a9c736'
    ],
    'post-x-www-form-urlencoded' => [
      'POST', '', { 'content-type' => 'application/x-www-form-urlencoded' }, 'Param1=value1',
      'ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a'
    ]
  }.each do |name, (verb, query, headers, body, signature)|
    define_method("test_vectorOfAws_#{name}") do
      signer = Sigv4.new('service', 'us-east-1', OtelLambda::Settings.new({}))
      headers = VANILLA.merge(headers)
      assert_equal 'AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, ' \
                   "SignedHeaders=#{headers.keys.sort.join(';')}, Signature=#{signature}",
                   signer.authorization(KEY, verb, '/', query, headers, body)
    end
  end

  { HOST => true, 'logs.us-gov-west-1.amazonaws.com' => true, 'XRAY.cn-north-1.amazonaws.com.cn' => true,
    'xray.us-east-1.api.aws' => true, 'xray.us-east-1.amazonaws.com.example.com' => false,
    'sqs.us-east-1.amazonaws.com' => false, 'collector.execute-api.us-east-1.amazonaws.com' => false,
    'localhost' => false }.each do |host, signed|
    define_method("test_#{host}_isSignedFor_#{signed}") do
      url = OtelLambda::Sdk::Http::Url.new("https://#{host}/v1/traces")
      assert_equal signed, !Sigv4.for(url, OtelLambda::Settings.new({})).nil?
    end
  end

  def test_credentialsOfTheFunction_sign
    variables = { 'AWS_ACCESS_KEY_ID' => 'ASIAROLE', 'AWS_SECRET_ACCESS_KEY' => 'secret',
                  'AWS_SESSION_TOKEN' => 'session' }
    to_aws(variables) do |function|
      function.spans(1)
      assert_signed function, 'ASIAROLE'
    end
  end

  def test_credentialsOfAnEndpoint_sign
    asked = []
    server = HttpServer.new do |request|
      asked << [request.path, request.headers['authorization']]
      [200, JSON.generate('AccessKeyId' => 'ASIARESTORED', 'SecretAccessKey' => 'secret', 'Token' => 'session',
                          'Expiration' => '2099-01-01T00:00:00Z')]
    end
    to_aws({ 'AWS_CONTAINER_CREDENTIALS_FULL_URI' => "http://127.0.0.1:#{server.port}/creds",
             'AWS_CONTAINER_AUTHORIZATION_TOKEN' => 'restored' }) do |function|
      function.spans(1)
      assert_signed function, 'ASIARESTORED'
    end
    assert_equal [%w[/creds restored]], asked
  ensure
    server.stop
  end

  def test_endpointOfCredentialsThatAnswersSomethingElse_hasALine
    server = HttpServer.new { [200, '{"AccessKeyId": "SECRET"}'] }
    to_aws('AWS_CONTAINER_CREDENTIALS_FULL_URI' => "http://127.0.0.1:#{server.port}/") do |function|
      function.await_line(/the endpoint of credentials answered something else: KeyError\n/)
      refute_match(/SECRET/, function.log)
    end
  ensure
    server.stop
  end

  def test_withoutCredentials_oneLineSaysSo
    to_aws({}) do |function|
      function.await_line(/requests to AWS cannot be signed/)
      assert_empty function.requests
    end
  end

  private

  # Runs a function whose backend answers as X-Ray's host, behind a proxy; it is invoked once.
  def to_aws(variables)
    Certificates.with(HOST) do |context, certificate|
      Tunnel.open do |tunnel|
        environment = { 'OTEL_EXPORTER_OTLP_ENDPOINT' => "https://#{HOST}", 'https_proxy' => tunnel.address,
                        'OTEL_EXPORTER_OTLP_CERTIFICATE' => certificate }
        Lambda.run('def handler(event:, context:) = event', environment: environment.merge(variables),
                                                            tls: context) do |function|
          tunnel.to = function.backend_port
          assert_equal '1', function.invoke(1).body
          yield function
        end
      end
    end
  end

  def assert_signed(function, key)
    headers = function.requests.first.headers
    assert_equal 'session', headers['x-amz-security-token']
    scope = "#{headers['x-amz-date'][0, 8]}/eu-central-1/xray/aws4_request"
    signed = 'content-type;host;x-amz-date;x-amz-security-token'
    assert_match(%r{\AAWS4-HMAC-SHA256 Credential=#{key}/#{scope}, SignedHeaders=#{signed}, Signature=\h{64}\z},
                 headers['authorization'])
    assert_empty function.otel_lines
  end
end
