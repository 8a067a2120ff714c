// Holds the layer to the table of all languages: what each event and each behaviour of a function reports, and that the caller
// gets what the function answers.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { after, before, describe, test } from 'node:test';
import { functionOf, Lambda } from './support/lambda.mjs';
import { NODES } from './support/runtimes.mjs';

const FOLDER = new URL('../../conformance/', import.meta.url);
const MEMORY = 512 * 1024 * 1024;
const read = (name) => readFileSync(new URL(name, FOLDER), 'utf8');
const behaviours = JSON.parse(read('behaviours.json'));
const table = JSON.parse(read('events.json'));
const task = functionOf({ 'conformance.js': read('functions/nodejs/conformance.js') }, { packages: true });

/** Cases that may share a process, by what it is started with. */
const groups = new Map();
for (const each of [...table.cases, ...behaviours.cases]) {
  if (each.not?.nodejs === undefined) {
    const alone = each.restarts || each.timeoutSeconds !== undefined ? each.name : undefined;
    const key = JSON.stringify([each.environment ?? {}, each.handler ?? 'handler', each.timeoutSeconds ?? 30, alone]);
    groups.set(key, [...(groups.get(key) ?? []), each]);
  }
}

/** Answers with the headers that the table asks for. */
async function startServer() {
  const server = createServer(({ url, headers: { traceparent, baggage } }, response) => {
    response
      .writeHead({ '/missing': 404, '/broken': 503 }[url] ?? 200)
      .end(JSON.stringify({ headers: { traceparent, baggage } }));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

for (const node of NODES) {
  describe(`Node.js ${node}`, { concurrency: 2 }, () => {
    let server;
    before(async () => (server = await startServer()));
    after(() => (server.closeAllConnections(), server.close()));

    for (const [key, cases] of groups) {
      const [environment, handler, timeoutSeconds] = JSON.parse(key);
      describe(key, { concurrency: 1 }, () => {
        let lambda;
        before(async () => {
          const timeout = timeoutSeconds * 1000;
          lambda = await Lambda.start({ node, folder: task, handler: `conformance.${handler}`, environment, timeout });
        });
        after(() => lambda.stop());
        cases.forEach((each, i) => test(each.name, () => check(lambda, each, i === 0, server.address().port)));
      });
    }
  });
}

async function check(lambda, each, coldStart, port) {
  const [before, log] = [lambda.spans.length, lambda.stdout.length];
  const values = {
    $server: `http://127.0.0.1:${port}`,
    $serverAddress: '127.0.0.1',
    $serverPort: port,
    $coldStart: coldStart,
    $invokedArn: lambda.arn,
    $functionArn: lambda.arn,
    $logStream: lambda.logStream,
    $memoryBytes: MEMORY,
  };
  const event = withTimes(textOf(each.event)).replace('$server', values.$server);
  const outcome = await Promise.race([
    lambda.invoke(event, each),
    lambda.exited,
    ...(each.timeoutSeconds === undefined ? [] : [lambda.until(() => lambda.spans.length > before)]),
  ]);
  values.$requestId = outcome?.requestId ?? '$any';
  await lambda.until(() => lambda.spans.length - before >= each.spans.length);
  const spans = lambda.spans.slice(before);
  assert.equal(spans.length, each.spans.length);
  const byName = (name) => spans.find((span) => span.name === name);
  const filled = (value) => fill(value, values, byName);
  if (each.restarts === undefined && each.error === undefined) {
    assertAnswer(outcome.response, filled(each.response === undefined ? table.function.response : each.response));
  } else if (each.restarts === undefined && each.handler !== 'stream') {
    const { errorType, errorMessage } = outcome.error;
    assert.deepEqual({ errorType, errorMessage }, filled(each.error));
  }
  for (const line of each.log ?? []) {
    assert.equal(
      lambda.stdout
        .slice(log)
        .split('\n')
        .filter((written) => written.includes(line)).length,
      1,
    );
  }
  assert.equal(lambda.stderr, '');
  each.spans.forEach((expected, i) => {
    const span = i === 0 ? spans.find(({ attributes }) => 'faas.invocation_id' in attributes) : byName(expected.name);
    checkSpan(span, expected, i === 0, filled, byName);
    assertIncludes(span.resource, filled(each.resource ?? {}));
  });
}

function checkSpan(span, expected, isInvocation, filled, byName) {
  const common = table.everySpanOfAnInvocation;
  assert.deepEqual([span.name, span.kind, span.status.code], [expected.name, expected.kind, expected.status ?? common.status]);
  if (isInvocation) {
    const attributes = filled({ ...common.attributes, ...expected.attributes });
    assert.deepEqual(withJson(span.attributes, attributes), attributes);
    const wanted = (expected.events ?? []).map(({ name, attributes }) => ({ name, attributes: filled(attributes) }));

    assert.deepEqual(
      span.events.map(({ name }) => name),
      wanted.map(({ name }) => name),
    );
    wanted.forEach(({ attributes: each }, i) => assertIncludes(span.events[i].attributes, each));
  } else {
    assertIncludes(span.attributes, filled(expected.attributes ?? {}));
  }
  if (expected.seconds !== undefined) {
    const seconds = Number(span.end - span.start) / 1e9;
    assert.ok(seconds >= expected.seconds && seconds < expected.seconds + 60, `${seconds} s`);
  }
  if (typeof expected.parent === 'string') {
    assert.equal(span.parentSpanId, byName(expected.parent).spanId);
  } else {
    assert.equal(span.parentSpanId, expected.parent?.spanId);
    assert.equal(expected.parent === null ? undefined : span.traceId, expected.parent?.traceId);
    assert.equal(span.traceState, expected.parent?.traceState);
  }
  const links = (expected.links ?? []).flatMap(({ traceId, spanId, times = 1 }) => Array(times).fill(`${traceId}-${spanId}`));
  assert.deepEqual(
    span.links.map((link) => `${link.traceId}-${link.spanId}`),
    links,
  );
}

/** Reads the texts that are compared as JSON, and takes any text where that is expected. */
function withJson(actual, expected) {
  const read = (key, value) => {
    const wanted = expected[key];
    return wanted === '$any' ? wanted : wanted?.$json === undefined ? value : { $json: JSON.parse(value) };
  };
  return Object.fromEntries(Object.entries(actual).map(([key, value]) => [key, read(key, value)]));
}

/** `$any` stands for a span's id. */
function assertAnswer(response, expected) {
  const text = JSON.stringify(expected).includes('$any') ? response.replace(/-[0-9a-f]{16}-00"/, '-$any-00"') : response;
  assert.deepEqual(JSON.parse(text), expected);
}

function assertIncludes(actual, expected) {
  assert.deepEqual(Object.fromEntries(Object.keys(expected).map((key) => [key, actual[key]])), expected);
}

/** Puts in what differs by invocation and language. */
function fill(value, values, byName) {
  if (typeof value === 'string' && value.startsWith('$')) {
    const [, kind, name, member] = /^\$(\w+)\.?([^.]*)\.?(.*)$/.exec(value);
    if (kind === 'error') {
      return behaviours.errors[name].nodejs[member] ?? behaviours.errors[name][member];
    }
    if (kind === 'notSampled') {
      return `00-${name}-$any-00`;
    }
    if (kind === 'traceparent') {
      const { traceId, spanId } = byName(name);
      return `00-${traceId}-${spanId}-01`;
    }
    return Object.entries(values).reduce(
      (text, [key, each]) => (text === key ? each : text),
      value.replace(/^\$server(?=\/)/, values.$server),
    );
  }
  if (Array.isArray(value)) {
    return value.map((each) => fill(each, values, byName));
  }
  if (typeof value === 'object' && value !== null) {
    return value.$repeat === undefined
      ? Object.fromEntries(Object.entries(value).map(([key, each]) => [key, fill(each, values, byName)]))
      : value.$repeat.text.repeat(value.$repeat.times);
  }
  return value;
}

/** Puts in the time a minute ago. */
function withTimes(event) {
  const ago = Date.now() - 60_000;
  return event
    .replace('"$ago.millis"', ago)
    .replace(`"'$ago.millis'"`, `"${ago}"`)
    .replace('"$ago.seconds"', Math.floor(ago / 1000))
    .replace('"$ago.iso"', `"${new Date(ago).toISOString()}"`);
}

function textOf(event) {
  if (event.file !== undefined) {
    return read(event.file);
  }
  if (event.parts !== undefined) {
    return event.parts.map(({ text, times = 1 }) => text.repeat(times)).join('');
  }
  return event.text ?? JSON.stringify(event.json);
}
