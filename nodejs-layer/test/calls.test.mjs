// Calls by libraries are spans below the invocation's, and carry its context, whether they are bundled or not.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { build } from 'esbuild';
import { functionOf, Lambda } from './support/lambda.mjs';
import { NODES } from './support/runtimes.mjs';
import { startServices } from './support/services.mjs';

const SOURCE = `
import http from 'node:http';
import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { SQSClient, SendMessageCommand } from '@aws-sdk/client-sqs';

const config = { endpoint: process.env.SERVICES, maxAttempts: 3, retryMode: 'standard' };
const dynamo = new DynamoDBClient(config);
const sqs = new SQSClient({ ...config, md5: false });
const get = (url, options = {}) => new Promise((resolve, reject) => {
  http.get(url, options, (response) => response.resume().on('end', () => resolve(response.statusCode))).on('error', reject);
});
const calls = {
  dynamodb: () => dynamo.send(new GetItemCommand({ TableName: 'orders', Key: { id: { S: '1' } } })),
  callback: () => new Promise((resolve, reject) =>
    dynamo.send(new GetItemCommand({ TableName: 'orders', Key: {} }), (error, data) => (error ? reject(error) : resolve(data)))),
  sqs: () => sqs.send(new SendMessageCommand({ QueueUrl: process.env.SERVICES + '/123456789012/jobs', MessageBody: 'hello' })),
  http: (path) => get(process.env.SERVICES + path),
  'a tunnel': () => get(process.env.SERVICES, { method: 'CONNECT', path: 'example.com:443' }),
  'the server itself': () => get(process.env.SERVICES, { method: 'OPTIONS', path: '*' }),
  list: () => get(process.env.SERVICES + '/list', { headers: ['Host', 'example.com'] }),
  fetch: async (path) => { const response = await fetch(process.env.SERVICES + path); await response.text(); return response.status; },
};
export const handler = async ({ call, argument }) => {
  try {
    return await calls[call](argument);
  } catch (error) {
    return { name: error.name, message: error.message };
  }
};`;

async function bundle(format) {
  const { outputFiles } = await build({
    stdin: { contents: SOURCE, resolveDir: new URL('.', import.meta.url).pathname, sourcefile: 'index.js' },
    bundle: true,
    minify: true,
    platform: 'node',
    format,
    write: false,
    banner:
      format === 'esm'
        ? { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" }
        : {},
    external: [],
    outfile: 'index.js',
    logLevel: 'error',
  });
  return functionOf({ [format === 'esm' ? 'index.mjs' : 'index.js']: outputFiles[0].text });
}

const FORMS = {
  unbundled: async () => functionOf({ 'index.mjs': SOURCE }, { packages: true }),
  'bundled by esbuild, CommonJS': () => bundle('cjs'),
  'bundled by esbuild, ES module': () => bundle('esm'),
};

for (const node of NODES) {
  for (const [form, folder] of Object.entries(FORMS)) {
    describe(`Node.js ${node}, ${form}`, () => {
      let services, lambda;
      before(async () => {
        services = await startServices();
        lambda = await Lambda.start({
          node,
          folder: await folder(),
          environment: { SERVICES: services.url, OTEL_PROPAGATORS: 'tracecontext,baggage,xray' },
        });
      });
      after(async () => {
        await lambda.stop();
        services.stop();
      });

      /** Invokes the function, and returns its result, its request to the services, and the spans below the invocation's. */
      async function call(name, argument) {
        const [requests, spans] = [services.requests.length, lambda.spans.length];
        const { response } = await lambda.invoke({ call: name, argument });
        const reported = lambda.spans.slice(spans);
        const invocation = reported.find(({ scope }) => scope.name === 'io.opentelemetry.lambda');
        const below = reported.filter((span) => span !== invocation);
        for (const span of below) {
          assert.equal(span.traceId, invocation.traceId);
          assert.equal(span.parentSpanId, invocation.spanId);
          assert.equal(span.kind === 'PRODUCER' || span.kind === 'CLIENT', true);
        }
        return { result: JSON.parse(response), requests: services.requests.slice(requests), spans: below };
      }

      test('DynamoDB: a span with the table', async () => {
        const { result, spans, requests } = await call('dynamodb');
        assert.deepEqual(result.Item, { id: { S: '1' } });
        assert.deepEqual(
          spans.map(({ name }) => name),
          ['DynamoDB.GetItem'],
        );
        assert.deepEqual(spans[0].attributes, {
          'rpc.system': 'aws-api',
          'rpc.method': 'GetItem',
          'rpc.service': 'DynamoDB',
          'cloud.region': 'us-east-1',
          'db.system.name': 'aws.dynamodb',
          'db.namespace': 'orders',
          'db.operation.name': 'GetItem',
          'aws.dynamodb.table_names': ['orders'],
          'aws.request.id': 'request-1',
          'http.response.status_code': 200,
        });
        const { traceId, spanId } = spans[0];
        assert.equal(
          requests[0].headers['x-amzn-trace-id'],
          `Root=1-${traceId.slice(0, 8)}-${traceId.slice(8)};Parent=${spanId};Sampled=1`,
        );
      });

      test('a callback of the AWS SDK: the same', async () => {
        const { spans } = await call('callback');
        assert.deepEqual(
          spans.map(({ name }) => name),
          ['DynamoDB.GetItem'],
        );
      });

      test('two failed attempts: one span', async () => {
        services.failures.push(500, 503);
        const { spans, requests, result } = await call('dynamodb');
        assert.equal(requests.length, 3);
        assert.deepEqual(result.Item, { id: { S: '1' } });
        assert.deepEqual(
          spans.map(({ name, status }) => [name, status.code]),
          [['DynamoDB.GetItem', 'UNSET']],
        );
      });

      test('an error that is not retried: the status is error', async () => {
        services.failures.push(400);
        const { spans } = await call('dynamodb');
        assert.deepEqual(
          spans.map(({ name, status }) => [name, status.code]),
          [['DynamoDB.GetItem', 'ERROR']],
        );
        assert.equal(spans[0].attributes['http.response.status_code'], 400);
      });

      test('SQS: a producer named after the queue', async () => {
        const { spans, requests } = await call('sqs');
        assert.deepEqual(
          spans.map(({ name, kind }) => [name, kind]),
          [['jobs send', 'PRODUCER']],
        );
        assert.equal(spans[0].attributes['messaging.destination.name'], 'jobs');
        const { MessageAttributes } = JSON.parse(requests[0].body);
        // what is signed cannot be changed in a bundle: X-Ray's header stands for it
        assert.equal(requests[0].headers['x-amzn-trace-id'].includes(`Parent=${spans[0].spanId}`), true);
        if (form === 'unbundled') {
          assert.equal(MessageAttributes.traceparent.StringValue, `00-${spans[0].traceId}-${spans[0].spanId}-01`);
        }
      });

      for (const way of ['http', 'fetch']) {
        test(`${way}: a span, and the context in the headers`, async () => {
          const { spans, requests, result } = await call(way, '/path?a=1&sig=2');
          assert.equal(result, 200);
          assert.deepEqual(
            spans.map(({ name }) => name),
            ['GET'],
          );
          assert.equal(requests[0].headers.traceparent, `00-${spans[0].traceId}-${spans[0].spanId}-01`);
          const { attributes } = spans[0];
          assert.equal(attributes['url.full'], `${services.url}/path?a=1&sig=REDACTED`);
          assert.equal(attributes['server.address'], '127.0.0.1');
          assert.equal(attributes['server.port'], services.port);
          assert.equal(attributes['network.peer.port'], services.port);
          assert.equal(attributes['http.response.status_code'], 200);
        });

        test(`${way}: a refusal makes the status error`, async () => {
          const { spans } = await call(way, '/status/404');
          assert.equal(spans[0].status.code, 'ERROR');
          assert.equal(spans[0].attributes['error.type'], '404');
        });

        test(`${way}: a cut connection is an error with an exception`, async () => {
          const { spans } = await call(way, '/cut');
          assert.equal(spans[0].status.code, 'ERROR');
          assert.equal(spans[0].events[0].name, 'exception');
        });
      }

      test('headers as a list: a span, and the request as it was', async () => {
        const { spans, requests } = await call('list');
        assert.equal(spans.length, 1);
        assert.equal(requests[0].headers.host, 'example.com');
      });

      test('a tunnel: no span, as it has no URL', async () => {
        const { spans } = await call('a tunnel');
        assert.deepEqual(spans, []);
      });

      test('what has no path: a span', async () => {
        const { spans } = await call('the server itself');
        assert.deepEqual(
          spans.map(({ name, attributes }) => [name, attributes['url.full']]),
          [['OPTIONS', `${services.url}/*`]],
        );
      });

      test('nothing is said on the log', () => assert.equal(lambda.stderr, ''));
    });
  }
}
