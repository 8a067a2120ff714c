// In a bundle, requests are all that is seen of the AWS SDK: what is made of them, and of those that are not read to their end.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { after, before, describe, test } from 'node:test';
import { BUNDLERS } from './support/bundles.mjs';
import { functionOf, Lambda } from './support/lambda.mjs';
import { NODES } from './support/runtimes.mjs';

const SOURCE = `
import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import DynamoDB2 from 'aws-sdk/clients/dynamodb.js';
import S32 from 'aws-sdk/clients/s3.js';
const endpoint = process.env.SERVICES;
const config = { endpoint, maxAttempts: 1, forcePathStyle: true, requestChecksumCalculation: 'WHEN_REQUIRED' };
const config2 = { endpoint, maxRetries: 0, s3ForcePathStyle: true };
const get = { TableName: 'orders', Key: { id: { S: '1' } } };
const body = '{"Action":"Delete","FunctionName":"mine","Bucket":"mine"}';
const s3 = new S3Client(config);
const open = async (Key) => (await s3.send(new GetObjectCommand({ Bucket: 'pictures', Key }))).Body;
const calls = {
  'version 3': () => new DynamoDBClient(config).send(new GetItemCommand(get)),
  'version 2': () => new DynamoDB2(config2).getItem(get).promise(),
  payload: () => new LambdaClient(config).send(new InvokeCommand({ FunctionName: 'other', Payload: body })),
  object: () => s3.send(new PutObjectCommand({ Bucket: 'pictures', Key: 'a.json', Body: body, ContentType: 'application/json' })),
  abandoned: async () => { (await open('endless')).once('data', function () { this.destroy(); }); },
  cut: async () => { for await (const part of await open('cut')) void part; },
  'cut, version 2': async () => {
    for await (const part of new S32(config2).getObject({ Bucket: 'pictures', Key: 'cut' }).createReadStream()) void part;
  },
};
export const handler = async ({ call }) => {
  await calls[call]().catch(() => undefined);
  // its end is an event of a connection
  await new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
};`;

let server, folder;
before(async () => {
  server = createServer((request, response) => {
    request.resume().on('end', () => {
      if (request.url.startsWith('/pictures/endless')) {
        response.writeHead(200, { 'Content-Type': 'image/png' }).write('part');
      } else if (request.url.startsWith('/pictures/cut')) {
        response.writeHead(200, { 'Content-Length': 100 }).write('part', () => response.destroy());
      } else {
        response.writeHead(200, { 'x-amzn-RequestId': 'request-1' }).end('{}');
      }
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  folder = functionOf(await BUNDLERS['esbuild, CommonJS'](SOURCE));
});
after(() => {
  server.closeAllConnections();
  server.close();
});

for (const node of NODES) {
  const start = (environment = {}) =>
    Lambda.start({
      node,
      folder,
      environment: {
        SERVICES: `http://127.0.0.1:${server.address().port}`,
        AWS_SDK_JS_SUPPRESS_MAINTENANCE_MODE_MESSAGE: '1',
        NODE_OPTIONS: '--no-deprecation',
        ...environment,
      },
    });
  const isOfCall = ({ scope }) => scope.name !== 'io.opentelemetry.lambda';

  describe(`requests of the AWS SDK, Node.js ${node}`, () => {
    let lambda;
    before(async () => (lambda = await start()));
    after(() => lambda?.stop());

    async function call(name) {
      const before = lambda.spans.length;
      await lambda.invoke({ call: name });
      const [span, ...more] = lambda.spans.slice(before).filter(isOfCall);
      assert.deepEqual(more, []);
      return span;
    }

    test("a payload of the function's tells nothing of the operation", async () => {
      const { name, attributes } = await call('payload');
      assert.deepEqual([name, attributes['rpc.method'], attributes['faas.invoked_name']], ['other Invoke', 'Invoke', 'other']);
    });

    test("an object of the function's tells nothing of the operation", async () => {
      const { name, attributes } = await call('object');
      assert.deepEqual([name, attributes['aws.s3.bucket']], ['S3.PutObject', 'pictures']);
    });

    test('a response that the function does not read on: a span', async () => {
      const span = await call('abandoned');
      assert.deepEqual([span?.name, span?.status.code], ['S3.GetObject', 'UNSET']);
    });

    for (const name of ['cut', 'cut, version 2']) {
      test(`a response that is ${name}: an error`, async () => {
        const span = await call(name);
        assert.deepEqual([span?.name, span?.status.code, span?.events.length], ['S3.GetObject', 'ERROR', 1]);
      });
    }
  });

  for (const [variable, value] of [
    ['OTEL_NODE_DISABLED_INSTRUMENTATIONS', 'aws-sdk'],
    ['OTEL_NODE_ENABLED_INSTRUMENTATIONS', 'http'],
    ['OTEL_INSTRUMENTATION_AWS_SDK_ENABLED', 'false'],
  ]) {
    describe(`${variable}=${value}, Node.js ${node}`, () => {
      let lambda;
      before(async () => (lambda = await start({ [variable]: value })));
      after(() => lambda?.stop());

      for (const name of ['version 3', 'version 2']) {
        test(`${name} of the AWS SDK: requests of HTTP`, async () => {
          const before = lambda.spans.length;
          await lambda.invoke({ call: name });
          assert.deepEqual(
            lambda.spans
              .slice(before)
              .filter(isOfCall)
              .map((span) => [span.scope.name, span.name]),
            [['@opentelemetry/instrumentation-http', 'POST']],
          );
        });
      }
    });
  }
}
