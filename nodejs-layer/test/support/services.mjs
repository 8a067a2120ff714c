// Stands for what functions call: an HTTP server, which also answers as AWS's services do in their JSON protocols. It is no
// AWS: it says what a test needs to tell one operation from another.
import { once } from 'node:events';
import { createServer } from 'node:http';

const ANSWERS = {
  'DynamoDB_20120810.GetItem': { Item: { id: { S: '1' } } },
  'DynamoDB_20120810.Query': { Count: 2, ScannedCount: 3, Items: [] },
  'AmazonSQS.ReceiveMessage': { Messages: [{ MessageId: 'm-3', ReceiptHandle: 'r', Body: 'hello' }] },
  'AmazonSQS.SendMessage': { MessageId: 'm-1', MD5OfMessageBody: '5d41402abc4b2a76b9719d911017c592' },
};

/** Starts the server with answers of its own, by `x-amz-target`; `requests` has what it got. Paths: `/status/N`, `/cut`, and anything else. */
export async function startServices(answers = {}) {
  const requests = [];
  const failures = [];
  const server = createServer((request, response) => {
    const parts = [];
    request.on('data', (part) => parts.push(part));
    request.on('end', () => {
      const target = request.headers['x-amz-target'];
      requests.push({
        method: request.method,
        url: request.url,
        headers: request.headers,
        body: Buffer.concat(parts).toString(),
      });
      if (request.url.startsWith('/cut')) {
        request.socket.destroy();
      } else if (target !== undefined && failures.length > 0) {
        response.writeHead(failures.shift(), { 'x-amzn-RequestId': 'failed' }).end('{"__type":"InternalServerError"}');
      } else if (requests.at(-1).body.includes('"TableName":"failing"')) {
        response.writeHead(400, { 'Content-Type': 'application/x-amz-json-1.0', 'x-amzn-RequestId': 'request-2' });
        response.end('{"__type":"com.amazonaws.dynamodb.v20120810#ResourceNotFoundException","message":"no such table"}');
      } else if (/^Action=(Publish|SendMessage)&/.test(requests.at(-1).body)) {
        const [, action] = /=(\w+)/.exec(requests.at(-1).body);
        response.writeHead(200, { 'Content-Type': 'text/xml', 'x-amzn-RequestId': 'request-3' });
        response.end(`<${action}Response><${action}Result><MessageId>m-2</MessageId></${action}Result></${action}Response>`);
      } else if (target !== undefined) {
        response.writeHead(200, { 'Content-Type': 'application/x-amz-json-1.0', 'x-amzn-RequestId': 'request-1' });
        response.end(JSON.stringify(answers[target] ?? ANSWERS[target] ?? {}));
      } else {
        response.writeHead(Number(/^\/status\/(\d+)/.exec(request.url)?.[1] ?? 200)).end('body');
      }
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${server.address().port}`;
  return {
    url,
    port: server.address().port,
    requests,
    failures,
    stop() {
      server.closeAllConnections();
      server.close();
    },
  };
}
