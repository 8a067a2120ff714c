// Holds the layer to the table of all languages: what each event reports, and that the response is the function's.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, describe, test } from 'node:test';
import { functionOf, Lambda } from './support/lambda.mjs';
import { NODES } from './support/runtimes.mjs';

const FOLDER = new URL(process.env.CONFORMANCE ?? '../../conformance/', import.meta.url);
const table = JSON.parse(readFileSync(new URL('events.json', FOLDER), 'utf8'));
const HANDLER = `exports.handler = async () => (${JSON.stringify(table.function.response)});\n`;
const MEMORY = 512 * 1024 * 1024;

const groups = new Map();
for (const each of table.cases.filter(({ not }) => not?.nodejs === undefined)) {
  const key = JSON.stringify(each.environment ?? {});
  groups.set(key, [...(groups.get(key) ?? []), each]);
}

for (const node of NODES) {
  describe(`Node.js ${node}`, () => {
    for (const [environment, cases] of groups) {
      describe(environment, () => {
        const lambda = Lambda.start({
          node,
          folder: functionOf({ 'index.js': HANDLER }),
          environment: JSON.parse(environment),
        });
        after(async () => (await lambda).stop());
        cases.forEach((each, i) => test(each.name, async () => check(await lambda, each, i === 0)));
      });
    }
  });
}

async function check(lambda, { event, traceHeader, clientContext, response, spans }, coldStart) {
  const before = lambda.spans.length;
  const outcome = await lambda.invoke(textOf(event), { traceHeader, clientContext });
  assert.deepEqual(JSON.parse(outcome.response), response ?? table.function.response);
  const reported = lambda.spans.slice(before);
  assert.equal(reported.length, spans.length);
  const values = {
    $requestId: outcome.requestId,
    $coldStart: coldStart,
    $invokedArn: lambda.arn,
    $functionArn: lambda.arn,
    $logStream: lambda.logStream,
    $memoryBytes: MEMORY,
  };
  const filled = (attributes) =>
    Object.fromEntries(
      Object.entries(attributes).map(([key, value]) => [key, Object.hasOwn(values, value) ? values[value] : value]),
    );
  spans.forEach((expected, i) => {
    const span = reported[i];
    const { attributes, status = table.everySpanOfAnInvocation.status } = expected;
    assert.equal(span.name, expected.name);
    assert.equal(span.kind, expected.kind);
    assert.equal(span.status.code, status);
    assert.deepEqual(span.attributes, { ...filled(table.everySpanOfAnInvocation.attributes), ...attributes });
    const resource = filled(table.resource.attributes);
    assert.deepEqual(Object.fromEntries(Object.keys(resource).map((key) => [key, span.resource[key]])), resource);
    if (expected.parent === null) {
      assert.equal(span.parentSpanId, undefined);
    } else if (expected.parent !== undefined) {
      assert.equal(span.traceId, expected.parent.traceId);
      assert.equal(span.parentSpanId, expected.parent.spanId);
      assert.equal(span.traceState, expected.parent.traceState);
    }
    const links = (expected.links ?? []).flatMap(({ traceId, spanId, times = 1 }) => Array(times).fill(`${traceId}-${spanId}`));
    assert.deepEqual(
      span.links.map((link) => `${link.traceId}-${link.spanId}`),
      links,
    );
  });
}

function textOf(event) {
  if (event.file !== undefined) {
    return readFileSync(new URL(event.file, FOLDER), 'utf8');
  }
  if (event.parts !== undefined) {
    return event.parts.map(({ text, times = 1 }) => text.repeat(times)).join('');
  }
  return event.text ?? JSON.stringify(event.json);
}
