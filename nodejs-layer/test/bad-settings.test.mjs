// A bad value of a variable: one line says so, what is good of it is used, and the function is traced by default.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { functionOf, Lambda } from './support/lambda.mjs';
import { NODES } from './support/runtimes.mjs';

const folder = functionOf({ 'index.js': 'exports.handler = async () => 1;' });
const garbage = join(folder, 'garbage.pem');
writeFileSync(garbage, 'no certificate');

const NUMBERS = ['soon', '-1', '1.5', '1e3', '99999999999999999999', '0x10'];
const MILLIS = [...NUMBERS, '2147483648'];
const WORDS = ['never', 'constructor', 'true,false'];
const EXPORTERS = ['zipkin', 'otlp,zipkin', 'constructor', 'Console'];

/** The bad values of each variable that Node.js has; what is set beside them. */
const BAD = {
  OTEL_RESOURCE_ATTRIBUTES: [['nonsense', 'team=blue,nonsense', '=blue']],
  OTEL_PROPAGATORS: [['b4', 'tracecontext,b4', 'constructor', 'toString', 'none,b4']],
  OTEL_TRACES_SAMPLER: [['some', 'xray', 'parentbased_some', 'Always_On']],
  OTEL_TRACES_SAMPLER_ARG: [['half', '-1', '2', 'NaN', 'Infinity'], { OTEL_TRACES_SAMPLER: 'traceidratio' }],
  OTEL_TRACES_EXPORTER: [EXPORTERS],
  OTEL_METRICS_EXPORTER: [EXPORTERS],
  OTEL_LOGS_EXPORTER: [EXPORTERS],
  OTEL_EXPORTER_OTLP_PROTOCOL: [['grpc', 'http/json', 'constructor']],
  OTEL_EXPORTER_OTLP_COMPRESSION: [['brotli', 'true']],
  OTEL_EXPORTER_OTLP_TIMEOUT: [['0', ...MILLIS]],
  OTEL_EXPORTER_OTLP_TRACES_TIMEOUT: [['0', 'soon']],
  OTEL_EXPORTER_OTLP_HEADERS: [['nonsense', 'a b=c', 'a=1,b c=2', 'a=%0d%0ab:c', 'a=%00', 'a=€']],
  OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE: [WORDS, { OTEL_METRICS_EXPORTER: 'otlp' }],
  OTEL_BSP_MAX_QUEUE_SIZE: [['0', ...NUMBERS]],
  OTEL_BSP_MAX_EXPORT_BATCH_SIZE: [['0', ...NUMBERS]],
  OTEL_BLRP_MAX_QUEUE_SIZE: [['0', ...NUMBERS], { OTEL_LOGS_EXPORTER: 'otlp' }],
  OTEL_BSP_SCHEDULE_DELAY: [['0', ...MILLIS]],
  OTEL_ATTRIBUTE_COUNT_LIMIT: [NUMBERS],
  OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT: [NUMBERS],
  OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT: [NUMBERS],
  OTEL_SPAN_ATTRIBUTE_VALUE_LENGTH_LIMIT: [NUMBERS],
  OTEL_SPAN_EVENT_COUNT_LIMIT: [NUMBERS],
  OTEL_SPAN_LINK_COUNT_LIMIT: [NUMBERS],
  OTEL_LAMBDA_QUEUE_SIZE: [['0', ...NUMBERS]],
  OTEL_LAMBDA_SINGLE_MESSAGE: [WORDS],
  OTEL_LAMBDA_FLUSH: [WORDS],
  OTEL_LAMBDA_FLUSH_INTERVAL: [['0', ...MILLIS]],
  OTEL_LAMBDA_TIMEOUT_GUARD: [['never', '1']],
  OTEL_LAMBDA_QUEUE_SPANS: [['always', '1']],
  OTEL_LAMBDA_CAPTURE_PAYLOAD: [['body', 'event,body', 'constructor', 'true']],
  OTEL_LAMBDA_CAPTURE_PAYLOAD_LIMIT: [['0', '65537', ...NUMBERS], { OTEL_LAMBDA_CAPTURE_PAYLOAD: 'event' }],
  OTEL_LAMBDA_AUTO_INSTRUMENTATION: [['never', '0']],
  OTEL_LAMBDA_LOG_CORRELATION: [['never', '0']],
  OTEL_INSTRUMENTATION_AWS_LAMBDA_FLUSH_TIMEOUT: [MILLIS],
  OTEL_INSTRUMENTATION_COMMON_DEFAULT_ENABLED: [['never', '0']],
  OTEL_INSTRUMENTATION_HTTP_ENABLED: [['never', '0']],
  OTEL_NODE_ENABLED_INSTRUMENTATIONS: [['htpp', 'http,htpp', 'constructor']],
  OTEL_NODE_DISABLED_INSTRUMENTATIONS: [['htpp', 'http,htpp']],
  https_proxy: [
    ['socks5://127.0.0.1:1', 'http://', '::'],
    { OTEL_EXPORTER_OTLP_METRICS_ENDPOINT: 'https://backend.test', OTEL_METRICS_EXPORTER: 'otlp' },
  ],
};

/** Lose what cannot be sent elsewhere: the invocation is not held, and the line is there. */
const LOST = {
  OTEL_EXPORTER_OTLP_ENDPOINT: ['ftp://127.0.0.1', 'http://', 'a b', 'http://a:port'],
  OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: ['ftp://127.0.0.1', '//'],
};

// what is read is the same on each
const node = NODES.at(-1);

async function run(environment, check) {
  const lambda = await Lambda.start({ node, folder, environment });
  try {
    assert.equal((await lambda.invoke()).response, '1');
    await check(
      lambda,
      lambda.stderr.split('\n').filter((line) => line.startsWith('[otel] ')),
    );
  } finally {
    await lambda.stop();
  }
}

describe(`bad settings, on Node.js ${node}`, { concurrency: 2 }, () => {
  for (const [name, [values, beside = {}]] of Object.entries(BAD)) {
    test(name, async () => {
      for (const value of values) {
        await run({ ...beside, [name]: value }, (lambda, lines) => {
          const own = lines.filter((line) => line.startsWith(`[otel] ${name}`));
          assert.equal(own.length, 1, `${name}=${value}: ${lambda.stderr}`);
          assert.match(own[0], /: .+[;,] .+/, own[0]);
          assert.equal(lambda.spans.length, 1, `${name}=${value}`);
          assert.equal(lambda.spans[0].name, 'orders');
          const captured = 'otel.lambda.event' in lambda.spans[0].attributes;
          assert.equal(captured, value === 'event,body' || 'OTEL_LAMBDA_CAPTURE_PAYLOAD' in beside);
          if (value.startsWith('team=blue')) {
            assert.equal(lambda.spans[0].resource.team, 'blue');
          }
        });
      }
    });
  }

  for (const [name, values] of Object.entries(LOST)) {
    test(name, async () => {
      for (const value of values) {
        await run({ [name]: value }, (lambda, lines) => {
          assert.ok(
            lines[0].startsWith(`[otel] ${name}=${value}: not an http or https address; using http://localhost:4318`),
            lines[0],
          );
        });
      }
    });
  }

  for (const setting of ['CERTIFICATE', 'CLIENT_CERTIFICATE', 'CLIENT_KEY']) {
    test(`OTEL_EXPORTER_OTLP_${setting}`, async () => {
      for (const path of ['/nowhere.pem', '/tmp', garbage]) {
        const name = `OTEL_EXPORTER_OTLP_${setting}`;
        const beside = setting === 'CLIENT_KEY' ? { OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE: certificate() } : {};
        const environment = { OTEL_EXPORTER_OTLP_ENDPOINT: 'https://127.0.0.1:9', ...beside, [name]: path };
        await run(environment, (lambda, lines) => {
          assert.equal(lines.filter((line) => line.startsWith(`[otel] ${name}=${path}: `)).length, 1, lambda.stderr);
        });
      }
    });
  }

  test('a long value: the line has its start', async () => {
    await run({ OTEL_LAMBDA_FLUSH: 'x'.repeat(100_000) }, (lambda, lines) => {
      assert.match(lines.join('\n'), /^\[otel\] OTEL_LAMBDA_FLUSH=x{1900,2000}…$/);
      assert.equal(lambda.spans.length, 1);
    });
  });

  test('exporters: what is known of a list is used', async () => {
    const environment = { OTEL_TRACES_EXPORTER: 'zipkin,console', OTEL_METRICS_EXPORTER: 'otlp,zipkin' };
    await run(environment, (lambda, lines) => {
      assert.deepEqual(lines, [
        '[otel] OTEL_TRACES_EXPORTER=zipkin,console: unknown exporter "zipkin"; using console. Known: otlp, console, none',
        '[otel] OTEL_METRICS_EXPORTER=otlp,zipkin: unknown exporter "zipkin"; using otlp. Known: otlp, console, none',
      ]);
      assert.deepEqual(
        lambda.requests.map(({ path }) => path),
        ['/v1/metrics'],
      );
    });
  });

  test('each variable of the layer has its bad values here, or has none', () => {
    const none = [
      'AWS_LAMBDA_EXEC_WRAPPER', // Lambda's
      'OTEL_SERVICE_NAME', // any text is a name
      'OTEL_LAMBDA_CAPTURE_PAYLOAD_REDACT',
      'http_proxy',
      'no_proxy',
      'OTEL_INSTRUMENTATION_AWS_LAMBDA_HANDLER', // the function fails, as it does for the runtime's
    ];
    const rows = readFileSync(new URL('../../docs/settings.md', import.meta.url), 'utf8')
      .split('\n')
      .filter((line) => line.startsWith('| `'))
      .map((line) => line.split('|'))
      .filter((cells) => cells.length > 12 && cells[8].trim() !== '');
    const names = rows.flatMap(([, first]) => Array.from(first.matchAll(/`(\w+)`/g), ([, name]) => name));
    const tested = [...Object.keys(BAD), ...Object.keys(LOST), ...none];
    assert.deepEqual(
      names.filter((name) => !tested.includes(name)),
      [],
    );
    assert.ok(names.length > 20);
  });
});

/** Makes a certificate, without its key. */
function certificate() {
  const path = join(folder, 'certificate.pem');
  const options = ['-x509', '-newkey', 'rsa:2048', '-nodes', '-subj', '/CN=test', '-keyout', '/dev/null', '-out', path];
  execFileSync('openssl', ['req', ...options], { stdio: 'ignore' });
  return path;
}
