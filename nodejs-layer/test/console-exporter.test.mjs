// What is printed on the log, each item in a line, where an exporter is `console`.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { functionOf, Lambda } from './support/lambda.mjs';
import { NODES } from './support/runtimes.mjs';

const SOURCE = `
const { trace } = require('@opentelemetry/api');
exports.handler = async ({ big, bad, patched, hang }) => {
  if (patched) {
    JSON.stringify = () => 'mine';
    process.stdout.write = () => true;
    globalThis.Date = class {};
  }
  const link = { context: { traceId: '0af7651916cd43dd8448eb211c80319c', spanId: '00f067aa0ba902b7', traceFlags: 1 } };
  trace.getTracer('test').startActiveSpan('work', { links: [link], attributes: { list: [1, 2], big: 'x'.repeat(big ?? 0) } }, (span) => {
    span.addEvent('seen', { n: 1 });
    span.setStatus({ code: 2, message: 'broken' });
    span.end(bad ? new Date(NaN) : undefined);
  });
  if (hang) await new Promise((resolve) => setTimeout(resolve, 1e6));
  return 'ok';
};`;
const folder = functionOf({ 'index.js': SOURCE }, { packages: true });
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/;

for (const node of NODES) {
  describe(`Node.js ${node}`, { concurrency: 2 }, () => {
    /** Runs a test with an environment of its own; `printed` returns what has been printed, when there are so many lines. */
    function withLambda(name, environment, run, options = {}) {
      test(name, async () => {
        const lambda = await Lambda.start({ node, folder, environment, ...options });
        const lines = () => lambda.stdout.split('\n').filter((line) => line.startsWith('{'));
        const printed = async (count) => {
          await lambda.until(() => lines().length >= count);
          assert.equal(lines().length, count);
          return lines().map((line) => JSON.parse(line));
        };
        try {
          await run(lambda, printed);
        } finally {
          await lambda.stop();
        }
      });
    }
    const traces = { OTEL_TRACES_EXPORTER: 'console' };

    withLambda('each span in a line, in the shape of the Python layer', traces, async (lambda, printed) => {
      await lambda.invoke();
      const [work, invocation] = await printed(2);
      assert.deepEqual(Object.keys(work), [
        'name',
        'context',
        'kind',
        'parent_id',
        'start_time',
        'end_time',
        'status',
        'attributes',
        'events',
        'links',
        'resource',
      ]);
      assert.deepEqual([work.name, invocation.name], ['work', 'orders']);
      assert.equal(work.parent_id, invocation.context.span_id);
      assert.equal(invocation.parent_id, null);
      assert.match(work.context.trace_id, /^0x[0-9a-f]{32}$/);
      assert.deepEqual([work.kind, invocation.kind], ['SpanKind.INTERNAL', 'SpanKind.SERVER']);
      assert.deepEqual(work.status, { status_code: 'ERROR', description: 'broken' });
      assert.deepEqual(invocation.status, { status_code: 'UNSET' });
      assert.deepEqual(work.attributes, { list: [1, 2], big: '' });
      assert.deepEqual(
        work.events.map(({ name, attributes }) => [name, attributes]),
        [['seen', { n: 1 }]],
      );
      assert.deepEqual(work.links, [
        {
          context: { trace_id: '0x0af7651916cd43dd8448eb211c80319c', span_id: '0x00f067aa0ba902b7', trace_state: '[]' },
          attributes: {},
        },
      ]);
      for (const time of [work.start_time, work.end_time, work.events[0].timestamp]) {
        assert.match(time, TIME);
      }
      assert.ok(work.end_time >= work.start_time);
      assert.equal(invocation.resource.attributes['faas.name'], 'orders');
      assert.deepEqual([lambda.stderr, lambda.requests], ['', []]);
    });

    withLambda('otlp,console: printed and sent', { OTEL_TRACES_EXPORTER: 'otlp,console' }, async (lambda, printed) => {
      await lambda.invoke();
      const ids = (await printed(2)).map(({ context }) => context.span_id).sort();
      assert.deepEqual(lambda.spans.map(({ spanId }) => `0x${spanId}`).sort(), ids);
      assert.equal(lambda.stderr, '');
    });

    withLambda('a line is whole, however long', traces, async (lambda, printed) => {
      const big = 1_000_000;
      await lambda.invoke({ big });
      const [work] = await printed(2);
      assert.equal(work.attributes.big.length, big);
    });

    withLambda("what the function makes of JSON, Date and its output is not the printer's", traces, async (lambda, printed) => {
      await lambda.invoke({ patched: true });
      assert.match((await printed(2))[1].start_time, TIME);
    });

    withLambda('a time that is none is now', { OTEL_TRACES_EXPORTER: 'otlp,console' }, async (lambda, printed) => {
      assert.equal((await lambda.invoke({ bad: true })).response, '"ok"');
      const [work, invocation] = await printed(2);
      assert.ok(work.end_time <= invocation.end_time);
      assert.equal(lambda.spans.length, 2);
      assert.equal(lambda.stderr, '');
    });

    withLambda(
      'a timeout: the open span is printed, marked',
      traces,
      async (lambda, printed) => {
        void lambda.invoke({ hang: true });
        const [, invocation] = await printed(2);
        assert.equal(invocation.attributes['otel.lambda.unfinished'], true);
      },
      { timeout: 1000 },
    );

    const metrics = { OTEL_TRACES_EXPORTER: 'none', OTEL_METRICS_EXPORTER: 'console' };
    withLambda('metrics in a line for each flush', metrics, async (lambda, printed) => {
      await lambda.invoke();
      await lambda.invoke();
      const [first, second] = (await printed(2)).map(
        ({
          resource_metrics: [
            {
              resource,
              scope_metrics: [scope],
            },
          ],
        }) => {
          assert.equal(resource.attributes['faas.name'], 'orders');
          assert.equal(scope.scope.name, 'io.opentelemetry.lambda');
          return Object.fromEntries(scope.metrics.map(({ name, ...metric }) => [name, metric]));
        },
      );
      const { unit, data } = first['faas.invoke_duration'];
      assert.equal(unit, 's');
      const [{ count, sum, min, max, bucket_counts: buckets, explicit_bounds: bounds, attributes }] = data.data_points;
      assert.deepEqual([count, data.aggregation_temporality, attributes], [1, 1, { 'faas.trigger': 'other' }]);
      assert.deepEqual([min, max], [sum, sum]);
      assert.equal(buckets.length, bounds.length + 1);
      assert.equal('faas.coldstarts' in second, false);
      const { data: invocations } = second['faas.invocations'];
      assert.equal(invocations.is_monotonic, true);
      const [point] = invocations.data_points;
      assert.equal(point.value, 1);
      assert.ok(point.start_time_unix_nano < point.time_unix_nano);
      assert.deepEqual([lambda.stderr, lambda.requests], ['', []]);
    });
  });
}
