// The sample's bundle, as it is deployed: the calls of both its functions are traced.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { functionOf, Lambda } from './support/lambda.mjs';
import { NODES } from './support/runtimes.mjs';
import { startServices } from './support/services.mjs';

const SAMPLE = new URL('../../sample-apps/nodejs/', import.meta.url);
const ANSWERS = {
  'DynamoDB_20120810.GetItem': { Item: { id: { S: '42' }, name: { S: 'the answer' } } },
  'AmazonSQS.SendMessage': { MessageId: 'm-1', MD5OfMessageBody: createHash('md5').update('{"read":"42"}').digest('hex') },
};
const read = (name) => readFileSync(new URL(name, SAMPLE));

for (const node of NODES) {
  describe(`Node.js ${node}, the sample`, () => {
    let folder, services;
    before(async () => {
      execFileSync(process.execPath, [new URL('build.mjs', SAMPLE).pathname]);
      folder = functionOf({ 'app.js': read('target/app.js') });
      services = await startServices(ANSWERS);
    });
    after(() => services.stop());

    async function invoke(handler, event) {
      const environment = {
        AWS_ENDPOINT_URL: services.url,
        TABLE_NAME: 'items',
        QUEUE_URL: `${services.url}/123456789012/jobs`,
      };
      const lambda = await Lambda.start({ node, folder, handler, environment });
      try {
        const { response } = await lambda.invoke(event);
        assert.equal(lambda.stderr, '');
        return { response: JSON.parse(response), spans: lambda.spans };
      } finally {
        await lambda.stop();
      }
    }

    test('a request has the spans of its calls', async () => {
      const { response, spans } = await invoke('app.handler', JSON.parse(read('event.json')));
      assert.equal(response.body, 'the answer');
      assert.deepEqual(spans.map(({ name }) => name).sort(), ['DynamoDB.GetItem', 'GET /items/{id}', 'jobs send']);
    });

    test('a batch has a link to the sender, and names what failed', async () => {
      const event = JSON.parse(read('event-batch.json'));
      const { response, spans } = await invoke('app.workOff', event);
      assert.deepEqual(response, {
        batchItemFailures: [{ itemIdentifier: event.Records[1].messageId }],
      });
      assert.deepEqual(
        spans[0].links.map(({ traceId }) => traceId),
        ['0af7651916cd43dd8448eb211c80319c'],
      );
    });
  });
}
