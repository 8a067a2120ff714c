// The time that an event waited is a span before the function's, if the event tells a time that can be.
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { functionOf, Lambda } from './support/lambda.mjs';
import { NODES } from './support/runtimes.mjs';
import { loadSources } from './support/sources.mjs';

describe('times of events', () => {
  let times;
  before(
    async () => (times = await loadSources(`export * from './trigger/millis.ts'; export * from './trigger/timestamps.ts';`)),
  );

  test('ISO 8601 is read with a fraction and an offset', () => {
    const expected = Date.UTC(2026, 10, 29, 9, 37, 53);
    for (const [text, millis] of [
      ['2026-11-29T09:37:53Z', 0],
      ['2026-11-29T09:37:53.1Z', 100],
      ['2026-11-29T09:37:53.123456789Z', 123.456789],
      ['2026-11-29T11:07:53+01:30', 0],
      ['2026-11-28T23:37:53-10:00', 0],
    ]) {
      assert.ok(Math.abs(times.ofIso(text) - expected - millis) < 0.001, text);
    }
    assert.equal(times.ofIso('2028-02-29T00:00:00Z'), Date.UTC(2028, 1, 29));
  });

  test('what is no such time is none', () => {
    for (const value of [
      undefined,
      null,
      5,
      {},
      [],
      '',
      'yesterday',
      '2026-11-29',
      '2026-11-29T09:37Z',
      '2026-11-29T09:37:53',
      '2026-11-29 09:37:53Z',
      '2026-11-29T09:37:53.Z',
      '2026-11-29T09:37:53.1234567890Z',
      '2026-11-29T09:37:53+0100',
      '2026-11-29T09:37:53+24:00',
      '2026-11-29T24:00:00Z',
      '2026-11-29T09:60:00Z',
      '2026-11-29T09:37:60Z',
      '2026-02-30T00:00:00Z',
      '2027-02-29T00:00:00Z',
      '2026-13-01T00:00:00Z',
      '2026-00-01T00:00:00Z',
      '2026-11-00T00:00:00Z',
      '+002026-11-29T09:37:53Z',
      '٢٠٢٦-11-29T09:37:53Z',
      ' 2026-11-29T09:37:53Z',
      '2026-11-29T09:37:53Z\n',
      '9'.repeat(1_000_000),
    ]) {
      assert.equal(times.ofIso(value), undefined, String(value));
    }
    for (const value of [undefined, null, '1', {}, [], true, NaN, Infinity, -1, 1e15 + 1, 1e300]) {
      assert.equal(times.ofMillis(value), undefined, String(value));
      assert.equal(times.ofSeconds(value), undefined, String(value));
    }
    for (const value of [undefined, 1, '', ' 1', '1.5', '-1', '1e3', '0x10', 'NaN', '9'.repeat(16), '9'.repeat(400), '1\n']) {
      assert.equal(times.ofMillisText(value), undefined, String(value));
    }
    assert.deepEqual([times.ofMillis(1.5), times.ofSeconds(1.5), times.ofMillisText('15')], [1.5, 1500, 15]);
  });
});

const CODE = `
exports.handler = async (event) => event.hang ? new Promise((resolve) => setTimeout(resolve, 60_000)) : process.moduleLoadList;
`;
const folder = functionOf({ 'index.js': CODE });
const ON = { OTEL_LAMBDA_QUEUE_SPANS: 'true' };
const TRACE = '0af7651916cd43dd8448eb211c80319c';
const SENDER = `00-${TRACE}-b7ad6b7169203331`;

function sqsEvent(SentTimestamp, { header, ...more } = {}) {
  const messageAttributes = header === undefined ? {} : { traceparent: { stringValue: header } };
  const record = { messageId: '1', body: '', attributes: { SentTimestamp }, messageAttributes, eventSource: 'aws:sqs' };
  return { ...more, Records: [{ ...record, eventSourceARN: 'arn:aws:sqs:us-east-1:1:orders' }] };
}

async function run(node, environment, event, expected = 1, options = {}) {
  const lambda = await Lambda.start({ node, folder, environment, ...options });
  try {
    const outcome = lambda.invoke(event);
    await lambda.until(() => lambda.spans.length === expected);
    assert.equal(lambda.stderr.includes('[otel]'), false, lambda.stderr);
    const { spans } = lambda;
    return {
      spans,
      own: spans.find(({ name }) => !name.endsWith(' wait')),
      wait: spans.find(({ name }) => name.endsWith(' wait')),
      outcome,
    };
  } finally {
    await lambda.stop();
  }
}

for (const node of NODES) {
  describe(`Node.js ${node}`, { concurrency: 2 }, () => {
    test('the span ends where the function begins, and is its parent; links are as ever', async () => {
      const sent = Date.now() - 5000;
      const { own, wait } = await run(node, ON, sqsEvent(String(sent), { header: `${SENDER}-01` }), 2);
      assert.deepEqual(
        [wait.name, wait.kind, wait.status.code, wait.parentSpanId],
        ['sqs wait', 'INTERNAL', 'UNSET', undefined],
      );
      assert.deepEqual(wait.attributes, { 'faas.trigger': 'pubsub' });
      assert.deepEqual([wait.start, wait.end], [BigInt(sent) * 1_000_000n, own.start]);
      assert.deepEqual([own.parentSpanId, own.traceId], [wait.spanId, wait.traceId]);
      assert.deepEqual(
        own.links.map(({ traceId }) => traceId),
        [TRACE],
      );
      assert.deepEqual(wait.scope, own.scope);
    });

    test('the sender of a single message is the parent of its time in the queue', async () => {
      const environment = { ...ON, OTEL_LAMBDA_SINGLE_MESSAGE: 'parent' };
      const { own, wait } = await run(node, environment, sqsEvent(String(Date.now() - 5000), { header: `${SENDER}-01` }), 2);
      assert.deepEqual([wait.traceId, wait.parentSpanId, own.parentSpanId], [TRACE, 'b7ad6b7169203331', wait.spanId]);
      assert.deepEqual(own.links, []);
    });

    test('the sampler decides once for both', async () => {
      const environment = { ...ON, OTEL_TRACES_SAMPLER: 'parentbased_traceidratio', OTEL_TRACES_SAMPLER_ARG: '0.5' };
      const lambda = await Lambda.start({ node, folder, environment });
      try {
        for (let i = 0; i < 30; i++) {
          await lambda.invoke(sqsEvent(String(Date.now() - 5000)));
        }
        const names = lambda.spans.map(({ name }) => name);
        assert.ok(names.length > 0 && names.length < 60, String(names.length));
        assert.equal(names.filter((name) => name === 'sqs wait').length, names.length / 2);
      } finally {
        await lambda.stop();
      }
    });

    test('where the caller is not sampled, neither is its time in the queue', async () => {
      const environment = { ...ON, OTEL_LAMBDA_SINGLE_MESSAGE: 'parent' };
      const lambda = await Lambda.start({ node, folder, environment });
      try {
        await lambda.invoke(sqsEvent(String(Date.now() - 5000), { header: `${SENDER}-00` }));
        await lambda.invoke({});
        await lambda.until(() => lambda.spans.length > 0);
        assert.deepEqual(
          lambda.spans.map(({ name }) => name),
          ['orders'],
        );
      } finally {
        await lambda.stop();
      }
    });

    test('a time that cannot be gives no span, and no line', async () => {
      const day = 24 * 3600 * 1000;
      for (const sent of [
        '',
        'soon',
        '-1',
        '0',
        '1e3',
        '9'.repeat(300),
        5,
        null,
        { a: 1 },
        Date.now() + day,
        Date.now() - 15 * day,
      ]) {
        const { own } = await run(node, ON, sqsEvent(typeof sent === 'number' && sent > 5 ? String(sent) : sent));
        assert.deepEqual([own.name, own.parentSpanId], ['orders process', undefined]);
      }
    });

    test('it is reported when the invocation times out', async () => {
      const event = sqsEvent(String(Date.now() - 5000), { hang: true });
      const { own, wait } = await run(node, ON, event, 2, { timeout: 1500 });
      assert.deepEqual([own.attributes['error.type'], own.parentSpanId], ['timeout', wait.spanId]);
    });

    test('nothing more of Node.js is loaded for it', async () => {
      const loaded = [];
      for (const environment of [{}, ON]) {
        const lambda = await Lambda.start({ node, folder, environment });
        try {
          const { response } = await lambda.invoke(sqsEvent(String(Date.now() - 5000)));
          loaded.push(JSON.parse(response));
        } finally {
          await lambda.stop();
        }
      }
      assert.deepEqual(loaded[1], loaded[0]);
    });
  });
}
