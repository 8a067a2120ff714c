// Calls of the AWS SDK v2 are one span each, with all attempts, and the function sees what it sees without the layer.
import assert from 'node:assert/strict';
import { mkdirSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { functionOf, Lambda } from './support/lambda.mjs';
import { cachedPackage, NODES } from './support/runtimes.mjs';
import { startServices } from './support/services.mjs';

const OWN = new URL('../node_modules/', import.meta.url).pathname;
/** Folders with node_modules, by version: the newest one, and older ones where all is tested. */
const VERSIONS = {
  newest: () => OWN,
  ...(process.env.NODEJS_TESTS_ALL === 'true'
    ? { '2.500.0': () => cachedPackage('aws-sdk', '2.500.0'), '2.1000.0': () => cachedPackage('aws-sdk', '2.1000.0') }
    : {}),
};

const SOURCE = `
const AWS = require('aws-sdk');
const api = require('@opentelemetry/api');
const config = { endpoint: process.env.SERVICES, region: 'us-east-1', maxRetries: 2, retryDelayOptions: { base: 1 } };
const dynamo = new AWS.DynamoDB(config);
const sqs = new AWS.SQS({ ...config, computeChecksums: false });
const QueueUrl = process.env.SERVICES + '/123456789012/jobs';
const get = { TableName: 'orders', Key: { id: { S: '1' } } };
const current = () => api.trace.getSpanContext(api.context.active())?.spanId;
const calls = {
  get: () => dynamo.getItem(get).promise(),
  callback: () => new Promise((resolve) => {
    const span = current();
    dynamo.getItem(get, () => resolve(current() === span && span !== undefined));
  }),
  event: () => new Promise((resolve) => {
    const span = current();
    dynamo.getItem(get).on('success', () => resolve(current() === span && span !== undefined)).send();
  }),
  input: async () => {
    const request = sqs.sendMessage({ QueueUrl, MessageBody: 'hello' });
    const { params } = request;
    await request.promise();
    return [request.params === params, Object.keys(params)];
  },
  'generated input': async () => {
    const request = dynamo.transactWriteItems({ TransactItems: [] });
    await request.promise();
    return Object.keys(request.params);
  },
  'translated input': () => new Promise((resolve) => {
    new AWS.DynamoDB.DocumentClient({ service: dynamo }).get({ TableName: 'orders', Key: { id: '1' } }, function () { resolve(this.request.params); });
  }),
  'invalid messages': () => Promise.all([
    sqs.sendMessageBatch({ QueueUrl }),
    sqs.sendMessageBatch({ QueueUrl, Entries: [7] }),
    sqs.sendMessage({ QueueUrl, MessageBody: 'hello', MessageAttributes: 'a' }),
    sqs.receiveMessage({ QueueUrl, MessageAttributeNames: 'All' }),
    new AWS.EventBridge(config).putEvents({ Entries: 'a' }),
    new AWS.Lambda(config).invoke({ FunctionName: 'other', ClientContext: 7 }),
  ].map((request) => request.promise().then(() => 'sent', ({ message }) => message))),
  send: () => sqs.sendMessage({ QueueUrl, MessageBody: 'hello' }).promise(),
  publish: () => new AWS.SNS(config).publish({ TopicArn: 'arn:aws:sns:us-east-1:123456789012:news', Message: 'hello' }).promise(),
  invoke: () => new AWS.Lambda(config).invoke({ FunctionName: 'other', Payload: '{}' }).promise(),
  put: () => new AWS.EventBridge(config).putEvents({ Entries: [{ Detail: '{"a":1}', DetailType: 't', Source: 's' }] }).promise(),
  presigned: () => new AWS.S3({ ...config, endpoint: 'http://files' })
    .getSignedUrlPromise('getObject', { Bucket: 'pictures', Key: 'cat.png', Expires: 60 }).then((url) => url.replace(/(Expires|Signature)=[^&]*/g, '')),
  refused: () => new AWS.DynamoDB({ ...config, endpoint: 'http://127.0.0.1:1', maxRetries: 0 }).getItem(get).promise(),
  aborted: () => { const request = dynamo.getItem(get); const promise = request.promise(); setImmediate(() => request.abort()); return promise; },
  thrown: () => new Promise(() => dynamo.getItem(get, () => { throw new Error('by the callback'); })),
  invalid: () => new Promise((resolve, reject) => dynamo.getItem({ TableName: 1 }, (error) => reject(error))),
};
exports.handler = async ({ call }) => ({ value: await calls[call]() });`;

for (const [version, modules] of Object.entries(VERSIONS)) {
  for (const node of NODES) {
    describe(`AWS SDK ${version}, Node.js ${node}`, () => {
      let services, lambda, bare;
      before(async () => {
        services = await startServices();
        const folder = functionOf({ 'index.js': SOURCE });
        for (const [name, from] of [
          ['aws-sdk', modules()],
          ['@opentelemetry/api', OWN],
        ]) {
          const link = join(folder, 'node_modules', name);
          mkdirSync(dirname(link), { recursive: true });
          symlinkSync(join(from, name), link);
        }
        const environment = {
          SERVICES: services.url,
          AWS_SDK_JS_SUPPRESS_MAINTENANCE_MODE_MESSAGE: '1',
          // what old releases call is deprecated
          NODE_OPTIONS: '--no-deprecation',
          OTEL_PROPAGATORS: 'tracecontext,xray',
        };
        lambda = await Lambda.start({ node, folder, environment });
        bare = await Lambda.start({ node, folder, environment, layer: false });
      });
      after(() => Promise.all([services, lambda, bare].map((each) => each?.stop())));

      async function call(name) {
        const [before, requests] = [lambda.spans.length, services.requests.length];
        const { response, error } = await lambda.invoke({ call: name });
        const [span, ...more] = lambda.spans.slice(before).filter(({ scope }) => scope.name !== 'io.opentelemetry.lambda');
        assert.deepEqual(more, [], name);
        return { result: response && JSON.parse(response).value, error, span, requests: services.requests.slice(requests) };
      }

      test('failed attempts: one span', async () => {
        services.failures.push(500, 503);
        const { span, requests, result } = await call('get');
        assert.equal(requests.length, 3);
        assert.deepEqual(result.Item, { id: { S: '1' } });
        assert.deepEqual([span.name, span.status.code], ['DynamoDB.GetItem', 'UNSET']);
        for (const { headers } of requests) {
          assert.equal(headers['x-amzn-trace-id'].includes(`Parent=${span.spanId}`), true);
          assert.equal(headers.traceparent, undefined);
        }
      });

      test('all attempts failed: an error', async () => {
        services.failures.push(500, 500, 500);
        const { span, error } = await call('get');
        assert.equal(error.errorType, 'InternalServerError');
        assert.deepEqual(
          [span.status.code, span.events[0].attributes['exception.type'], span.attributes['http.response.status_code']],
          ['ERROR', 'InternalServerError', 500],
        );
      });

      for (const name of ['callback', 'event']) {
        test(`${name}: runs in the caller's context`, async () => {
          const { span, result } = await call(name);
          assert.deepEqual([span.name, result], ['DynamoDB.GetItem', true]);
        });
      }

      test('messages carry the context', async () => {
        const bodyOf = async (name) => {
          const { span, requests } = await call(name);
          return { traceparent: `00-${span.traceId}-${span.spanId}-01`, requests };
        };
        for (const name of ['send', 'publish', 'put']) {
          const { traceparent, requests } = await bodyOf(name);
          assert.equal(decodeURIComponent(requests[0].body).includes(traceparent), true, `${name}: ${requests[0].body}`);
        }
        const { traceparent, requests } = await bodyOf('invoke');
        const context = JSON.parse(Buffer.from(requests[0].headers['x-amz-client-context'], 'base64'));
        assert.equal(context.custom.traceparent, traceparent);
      });

      test('the input is what the function gave', async () => {
        const { result } = await call('input');
        assert.deepEqual(result, [true, ['QueueUrl', 'MessageBody']]);
      });

      for (const name of [
        'presigned',
        'refused',
        'aborted',
        'invalid',
        'generated input',
        'translated input',
        'invalid messages',
      ]) {
        test(`${name}: the same as without the layer`, async () => {
          const traced = await lambda.invoke({ call: name });
          const untraced = await bare.invoke({ call: name });
          assert.deepEqual([traced.response, traced.error], [untraced.response, untraced.error]);
        });
      }

      test('a signed URL is no call', async () => {
        const { span } = await call('presigned');
        assert.equal(span, undefined);
      });

      for (const name of ['refused', 'aborted', 'invalid']) {
        test(`${name}: an error`, async () => {
          const { span } = await call(name);
          assert.deepEqual([span.name, span.status.code, span.events.length], ['DynamoDB.GetItem', 'ERROR', 1]);
        });
      }

      test('a callback that throws: the same end, and the same on the log', async () => {
        const ends = [];
        for (const each of [lambda, bare]) {
          await each.until(() => each.stdout.includes('MultipleValidationErrors'));
          const before = each.stdout.length;
          const { error, crashed } = await each.invoke({ call: 'thrown' });
          await each.until(() => (each.stdout + each.stderr).includes('by the callback') && (error ?? each.exit) !== undefined);
          const said = [each.stdout.slice(before), each.stderr].map((text) =>
            text.replace(/\d{4}-\S+Z|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, ''),
          );
          ends.push({ error, crashed, said });
        }
        assert.deepEqual(ends[0], ends[1]);
      });
    });
  }
}
