// When telemetry leaves, and what becomes of it when the backend, the function or the environment fails.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { functionOf, Lambda } from './support/lambda.mjs';
import { metricsOf } from './support/otlp.mjs';
import { NODES } from './support/runtimes.mjs';

const HANDLER = `
let kept = 0;
exports.handler = async ({ wait = 0, exit, hang, thrown, rejected }) => {
  if (exit !== undefined) process.exit(exit);
  if (hang) await new Promise((resolve) => setTimeout(resolve, 1e6));
  if (thrown) setImmediate(() => { throw new TypeError('uncaught'); });
  if (rejected) Promise.reject(new RangeError('unhandled'));
  if (thrown || rejected) await new Promise((resolve) => setTimeout(resolve, 1e6));
  await new Promise((resolve) => setTimeout(resolve, wait));
  return ++kept;
};`;
const CALLBACK = 'exports.handler = (event, context, callback) => callback(null, "done");';

for (const node of NODES) {
  describe(`Node.js ${node}`, { concurrency: 4 }, () => {
    /** Runs a test with an environment of its own. */
    function withLambda(name, options, run) {
      test(name, async () => {
        const { files = { 'index.js': HANDLER }, ...others } = options;
        const lambda = await Lambda.start({ node, folder: functionOf(files), ...others });
        try {
          await run(lambda);
        } finally {
          await lambda.stop();
        }
      });
    }
    const after = { OTEL_LAMBDA_FLUSH: 'after-response' };

    withLambda('before-response: the span is there before the response', {}, async (lambda) => {
      for (const coldStart of [true, false]) {
        const { exportsBefore } = await lambda.invoke();
        assert.equal(exportsBefore, coldStart ? 1 : 2);
        assert.equal(lambda.spans.at(-1).attributes['faas.coldstart'], coldStart);
      }
      assert.deepEqual([lambda.stderr, lambda.registrations], ['', []]);
    });

    withLambda(
      'after-response: the response does not wait, and the freeze does',
      { environment: after, onExport: slow },
      async (lambda) => {
        assert.deepEqual(
          lambda.registrations.map(({ body }) => body.events),
          lambda.registrations.map(() => ['INVOKE']),
        );
        for (let i = 0; i < 3; i++) {
          const { exportsBefore } = await lambda.invoke();
          assert.equal(exportsBefore, i);
          await lambda.idle();
          assert.equal(lambda.spans.length, i + 1);
        }
        assert.equal(lambda.registrations.length, 1);
        assert.equal(lambda.stderr, '');
      },
    );

    withLambda(
      'adaptive: what follows closely is held, and goes when the environment is shut down',
      {
        environment: { OTEL_LAMBDA_FLUSH: 'adaptive', OTEL_LAMBDA_FLUSH_INTERVAL: '60000' },
      },
      async (lambda) => {
        for (let i = 0; i < 8; i++) {
          await lambda.invoke();
          await lambda.idle();
        }
        assert.ok(lambda.spans.length < 8, `${lambda.spans.length} of 8 have left`);
        lambda.kill('SIGTERM');
        assert.deepEqual(await lambda.exited, { code: null, signal: 'SIGTERM' });
        assert.equal(new Set(lambda.spans.map(({ spanId }) => spanId)).size, 8);
        assert.equal(lambda.spans.length, 8);
      },
    );

    withLambda('a timeout: the span leaves before it, marked', { timeout: 1000 }, async (lambda) => {
      void lambda.invoke({ hang: true });
      await lambda.until(() => lambda.spans.length === 1);
      const [{ attributes, status }] = lambda.spans;
      assert.equal(attributes['error.type'], 'timeout');
      assert.equal(attributes['otel.lambda.unfinished'], true);
      assert.equal(status.code, 'ERROR');
    });

    withLambda(
      'without the guard: nothing leaves before a timeout',
      {
        timeout: 600,
        environment: { OTEL_LAMBDA_TIMEOUT_GUARD: 'false' },
      },
      async (lambda) => {
        const end = Date.now() + 700;
        void lambda.invoke({ hang: true });
        await lambda.until(() => Date.now() > end);
        assert.equal(lambda.spans.length, 0);
      },
    );

    withLambda('process.exit: what is open leaves, and the process ends as it would', {}, async (lambda) => {
      void lambda.invoke({ exit: 7 });
      assert.equal((await lambda.exited).code, 7);
      assert.equal(lambda.spans[0].attributes['otel.lambda.unfinished'], true);
    });

    for (const [name, event, type] of [
      ['an uncaught exception', { thrown: true }, 'TypeError'],
      ['an unhandled rejection', { rejected: true }, 'RangeError'],
    ]) {
      withLambda(`${name}: the span leaves with the error`, {}, async (lambda) => {
        void lambda.invoke(event);
        await lambda.exited;
        const [{ attributes, status, events }] = lambda.spans;
        assert.equal(attributes['error.type'], type);
        assert.equal(status.code, 'ERROR');
        assert.equal(events[0].attributes['exception.type'], type);
      });
    }

    let down = true;
    withLambda(
      'a backend that answers 503: one line, no wait, and everything when it is back',
      {
        onExport: (request, response) => (down ? response.writeHead(503).end() : response.end()),
      },
      async (lambda) => {
        for (let i = 0; i < 3; i++) {
          await lambda.invoke();
        }
        // the first is tried twice, and then the backend is left alone for a second
        assert.equal(lambda.requests.length, 2);
        assert.equal(lambda.stderr.match(/\[otel\]/g).length, 1);
        down = false;
        lambda.requests.length = 0;
        await lambda.invoke({ wait: 1100 });
        assert.equal(lambda.spans.length, 4);
        assert.equal(lambda.requests.length, 1);
      },
    );

    withLambda(
      'Retry-After is kept to',
      {
        onExport: (request, response) => response.writeHead(429, { 'Retry-After': '60' }).end(),
      },
      async (lambda) => {
        await lambda.invoke();
        await lambda.invoke({ wait: 1100 });
        assert.equal(lambda.requests.length, 1);
      },
    );

    withLambda(
      'a backend that nobody listens at: the function answers, with one line',
      {
        environment: { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:9' },
      },
      async (lambda) => {
        for (let i = 1; i <= 3; i++) {
          assert.equal((await lambda.invoke()).response, String(i));
        }
        assert.match(lambda.stderr, /^\[otel\] http:\/\/127.0.0.1:9 is not reached, telemetry is kept to be sent later: .*\n$/);
      },
    );

    withLambda(
      'a backend that does not answer: one wait of the flush timeout',
      {
        environment: { OTEL_INSTRUMENTATION_AWS_LAMBDA_FLUSH_TIMEOUT: '300' },
        onExport: () => undefined,
      },
      async (lambda) => {
        const start = performance.now();
        for (let i = 1; i <= 5; i++) {
          assert.equal((await lambda.invoke()).response, String(i));
        }
        // not five times; generous, as other tests run beside
        assert.ok(performance.now() - start < 5 * 300 + 5000);
        assert.equal(lambda.requests.length, 1);
      },
    );

    withLambda(
      'a connection that is cut between invocations: sent again on a new one',
      {
        onExport: (request, response) => response.end(() => request.socket.destroy()),
      },
      async (lambda) => {
        for (let i = 0; i < 3; i++) {
          await lambda.invoke();
        }
        assert.equal(lambda.spans.length, 3);
        assert.equal(lambda.stderr, '');
      },
    );

    withLambda(
      'a refusal: dropped, with a line',
      {
        onExport: (request, response) => response.writeHead(400, 'Bad').end(Buffer.from('\x12\x03why', 'latin1')),
      },
      async (lambda) => {
        await lambda.invoke();
        assert.equal(lambda.stderr, '[otel] 1 spans were dropped: the backend answered 400 Bad: why\n');
      },
    );

    withLambda(
      'a partial success: a line',
      {
        onExport: (request, response) => response.end(Buffer.from('\x0a\x09\x08\x01\x12\x05quota', 'latin1')),
      },
      async (lambda) => {
        await lambda.invoke();
        assert.match(lambda.stderr, /^\[otel\] 1 spans were dropped: http:.* rejects them: quota\n$/);
      },
    );

    withLambda(
      'gzip and headers',
      {
        environment: { OTEL_EXPORTER_OTLP_COMPRESSION: 'gzip', OTEL_EXPORTER_OTLP_HEADERS: 'api-key=a%20b,x-other=c' },
      },
      async (lambda) => {
        await lambda.invoke();
        assert.equal(lambda.spans.length, 1);
        const [{ headers }] = lambda.requests;
        assert.deepEqual([headers['content-encoding'], headers['api-key'], headers['x-other']], ['gzip', 'a b', 'c']);
      },
    );

    withLambda(
      'metrics of the function, where they are switched on',
      { environment: { OTEL_METRICS_EXPORTER: 'otlp' } },
      async (lambda) => {
        await lambda.invoke();
        await lambda.invoke();
        const requests = lambda.requests.filter(({ path }) => path === '/v1/metrics').map(({ body }) => metricsOf(body));
        assert.deepEqual(Object.keys(requests[0]), [
          'faas.invoke_duration',
          'faas.init_duration',
          'faas.cpu_usage',
          'faas.mem_usage',
          'faas.coldstarts',
          'faas.invocations',
        ]);
        for (const { 'faas.invocations': invocations, 'faas.invoke_duration': duration } of requests) {
          assert.deepEqual(
            [invocations.value, invocations.attributes, invocations.temporality],
            [1n, { 'faas.trigger': 'other' }, 1],
          );
          assert.deepEqual([duration.count, duration.buckets.length, duration.bounds.length], [1n, 15, 14]);
          assert.ok(duration.sum > 0 && duration.sum < 60);
        }
        assert.equal('faas.coldstarts' in requests[1], false);
        assert.equal(lambda.spans.length, 2);
      },
    );

    withLambda(
      'bad settings: one line for each, and the good part is used',
      {
        environment: {
          OTEL_PROPAGATORS: 'tracecontext,b4',
          OTEL_LAMBDA_FLUSH: 'never',
          OTEL_BSP_SCHEDULE_DELAY: 'soon',
          OTEL_TRACES_SAMPLER: 'some',
          OTEL_RESOURCE_ATTRIBUTES: 'team=blue,nonsense',
        },
      },
      async (lambda) => {
        await lambda.invoke();
        assert.equal(lambda.spans[0].resource.team, 'blue');
        const lines = lambda.stderr.trimEnd().split('\n').sort();
        assert.deepEqual(
          lines.map((line) => /^\[otel\] (OTEL_\w+)/.exec(line)[1]),
          [
            'OTEL_BSP_SCHEDULE_DELAY',
            'OTEL_LAMBDA_FLUSH',
            'OTEL_PROPAGATORS',
            'OTEL_RESOURCE_ATTRIBUTES',
            'OTEL_TRACES_SAMPLER',
          ],
        );
      },
    );

    withLambda(
      'OTEL_SDK_DISABLED: nothing of the layer runs',
      { environment: { OTEL_SDK_DISABLED: 'true' } },
      async (lambda) => {
        assert.equal((await lambda.invoke()).response, '1');
        assert.equal(lambda.requests.length, 0);
      },
    );

    if (node < 24) {
      withLambda(
        'a callback with after-response: the event loop is empty to the runtime',
        {
          files: { 'index.js': CALLBACK },
          environment: after,
        },
        async (lambda) => {
          for (let i = 0; i < 3; i++) {
            assert.equal((await lambda.invoke()).response, '"done"');
            await lambda.idle();
            assert.equal(lambda.spans.length, i + 1);
          }
        },
      );
    }

    if (node >= 22) {
      withLambda(
        'managed instances: all invocations, each in its own trace, at intervals',
        {
          environment: {
            AWS_LAMBDA_MAX_CONCURRENCY: '4',
            AWS_LAMBDA_INITIALIZATION_TYPE: 'lambda-managed-instances',
            AWS_LAMBDA_NODEJS_WORKER_COUNT: '2',
            OTEL_BSP_SCHEDULE_DELAY: '100',
          },
        },
        async (lambda) => {
          await Promise.all(Array.from({ length: 12 }, () => lambda.invoke({ wait: 20 })));
          await lambda.until(() => lambda.spans.length === 12);
          assert.equal(new Set(lambda.spans.map(({ traceId }) => traceId)).size, 12);
          assert.equal(lambda.stderr, '');
        },
      );
    }
  });
}

function slow(request, response) {
  setTimeout(() => response.end(), 50);
}
