// The first invocation of a trivial function loads no more than it needs.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { functionOf, Lambda } from './support/lambda.mjs';
import { NODES } from './support/runtimes.mjs';

/** An event of API Gateway's, as many functions get. */
const REQUEST = { resource: '/', path: '/', httpMethod: 'GET', requestContext: { stage: 'prod' } };

for (const node of NODES) {
  test(`Node.js ${node}: no builtin is loaded but for the context, and nothing of the second file`, async () => {
    const folder = functionOf({ 'index.js': 'exports.handler = async () => process.moduleLoadList;' });
    const loaded = {};
    for (const layer of [false, true]) {
      const lambda = await Lambda.start({ node, folder, layer });
      try {
        await lambda.invoke(REQUEST);
        const { response } = await lambda.invoke();
        loaded[layer] = JSON.parse(response);
      } finally {
        await lambda.stop();
      }
    }
    // a part of the second file takes node:vm
    const more = loaded[true].filter((name) => !loaded[false].includes(name));
    assert.deepEqual(
      more.filter((name) => !/ internal\/(async_local_storage\/|promise_hooks)/.test(name)),
      [],
    );
  });
}

test('what few functions need is in the second file', () => {
  const [first, later] = ['index.mjs', 'later.js'].map((name) =>
    readFileSync(new URL(`../target/layer/opentelemetry-nodejs/${name}`, import.meta.url), 'utf8'),
  );
  for (const rare of [
    'proxy-authorization',
    'sqs wait',
    'amz-sdk-invocation-id',
    'x-b3-traceid',
    'faas.mem_usage',
    'severity_text',
    'pino.messageKey',
    'io.opentelemetry.js.api.logs',
    'aws:kinesis',
  ]) {
    assert.ok(!first.includes(rare), `${rare} is in the first file`);
    assert.ok(later.includes(rare), `${rare} is in the second file`);
  }
});
