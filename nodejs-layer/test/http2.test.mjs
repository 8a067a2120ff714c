// Requests of node:http2 are spans of HTTP, and carry the context, whether the function is bundled or not.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import http2 from 'node:http2';
import { after, before, describe, test } from 'node:test';
import { startGrpc } from './support/brokers.mjs';
import { BUNDLERS } from './support/bundles.mjs';
import { functionOf, Lambda } from './support/lambda.mjs';
import { NODES } from './support/runtimes.mjs';

const SOURCE = `
import http2 from 'node:http2';
import { context, trace } from '@opentelemetry/api';
import { Client, credentials } from '@grpc/grpc-js';
import wrapper from 'http2-wrapper';
import { H2CClient } from 'undici';
const { HTTP2 } = process.env;
let session;
const connected = () => (session ??= http2.connect(HTTP2));
const done = (stream, body) => new Promise((resolve, reject) => {
  let status;
  stream.on('response', (headers) => { status = headers[':status']; }).on('error', reject).on('end', () => resolve(status)).resume();
  stream.end(body);
});
const current = () => trace.getSpanContext(context.active())?.spanId;
const calls = {
  get: () => done(connected().request({ ':path': '/path?sig=2' })),
  post: () => done(connected().request({ ':method': 'POST', ':path': '/path', 'User-Agent': 'test' }), 'hello'),
  'not found': () => done(connected().request({ ':path': '/404' })),
  'given context': () => done(connected().request({ ':path': '/', traceparent: 'mine' })),
  reset: () => done(connected().request({ ':path': '/reset' })),
  refused: () => done(http2.connect('http://127.0.0.1:1').on('error', () => undefined).request({ ':path': '/' })),
  'bad header': () => connected().request({ ':nonsense': '1' }),
  null: () => connected().request(null),
  list: () => done(connected().request([':path', '/', 'X-Name', 'value'])),
  tunnel: () => done(connected().request({ ':method': 'CONNECT', ':authority': 'example.com:443' })),
  'no path': () => done(connected().request({ ':method': 'OPTIONS', ':path': '*' })),
  destroyed: () => {
    const session = http2.connect(HTTP2);
    const stream = session.request({ ':path': '/' });
    stream.prependListener('response', () => session.destroy());
    return new Promise((resolve) => stream.on('close', resolve).resume());
  },
  'no object': () => connected().request(7),
  context: async () => {
    const before = current();
    const stream = connected().request({ ':path': '/' });
    const inside = new Promise((resolve) => stream.on('response', () => resolve(current())));
    await done(stream);
    return before !== undefined && before === await inside;
  },
  listeners: async () => {
    const stream = connected().request({ ':path': '/' });
    const { name, length } = stream.session.request;
    await done(stream);
    return [name, length, Object.keys(stream.sentHeaders).filter((each) => each.startsWith(':'))];
  },
  grpc: () => {
    const client = new Client('127.0.0.1:' + process.env.GRPC, credentials.createInsecure());
    const bytes = (value) => value;
    return new Promise((resolve, reject) => client.waitForReady(Date.now() + 5000, () =>
      client.makeUnaryRequest('/shop.Orders/Get', bytes, bytes, Buffer.from('1'), (error, value) => (error ? reject(error) : resolve(String(value)))),
    )).finally(() => client.close());
  },
  wrapper: () => new Promise((resolve, reject) => {
    wrapper.request(HTTP2 + '/wrapped', { h2session: connected() }, (response) => response.on('end', () => resolve(response.statusCode)).resume()).on('error', reject).end();
  }),
  undici: async () => {
    const client = new H2CClient(HTTP2);
    const { statusCode, body } = await client.request({ path: '/undici', method: 'GET' });
    await body.dump();
    await client.destroy();
    return statusCode;
  },
};
export const handler = async ({ name }) => ({ value: await calls[name]() });`;

const FORMS = {
  unbundled: (source) => ({ 'index.mjs': source }),
  'esbuild, CommonJS': BUNDLERS['esbuild, CommonJS'],
};

for (const [form, files] of Object.entries(FORMS)) {
  for (const node of NODES) {
    describe(`HTTP/2, Node.js ${node}, ${form}`, () => {
      const requests = [];
      let server, grpc, lambda, bare;
      before(async () => {
        server = http2.createServer();
        server.on('stream', (stream, headers) => {
          requests.push(headers);
          stream.on('error', () => undefined);
          if (headers[':path'] === '/reset') {
            stream.close(http2.constants.NGHTTP2_INTERNAL_ERROR);
          } else {
            stream.respond({ ':status': headers[':path'] === '/404' ? 404 : 200 });
            stream.end('body');
          }
        });
        server.listen(0, '127.0.0.1');
        await once(server, 'listening');
        grpc = await startGrpc();
        const folder = functionOf(await files(SOURCE), { packages: form === 'unbundled' });
        const environment = { HTTP2: `http://127.0.0.1:${server.address().port}`, GRPC: String(grpc.port) };
        lambda = await Lambda.start({ node, folder, environment });
        bare = await Lambda.start({ node, folder, environment, layer: false });
      });
      after(async () => {
        await Promise.all([lambda, bare, grpc].map((each) => each?.stop()));
        server.close();
      });

      async function call(name) {
        const [before, sent] = [lambda.spans.length, requests.length];
        const { response, error } = await lambda.invoke({ name });
        const [span, ...more] = lambda.spans.slice(before).filter(({ scope }) => scope.name !== 'io.opentelemetry.lambda');
        assert.deepEqual(more, [], name);
        return { value: response && JSON.parse(response).value, error, span, requests: requests.slice(sent) };
      }

      test('a GET: a span, and the context in the headers', async () => {
        const { span, value, requests } = await call('get');
        const { port } = server.address();
        assert.equal(value, 200);
        assert.deepEqual([span.name, span.kind, span.scope.name], ['GET', 'CLIENT', '@opentelemetry/instrumentation-http']);
        assert.deepEqual(span.attributes, {
          'http.request.method': 'GET',
          'http.response.status_code': 200,
          'network.peer.address': '127.0.0.1',
          'network.peer.port': port,
          'network.protocol.version': '2',
          'server.address': '127.0.0.1',
          'server.port': port,
          'url.full': `http://127.0.0.1:${port}/path?sig=REDACTED`,
        });
        assert.deepEqual(
          requests.map(({ traceparent }) => traceparent),
          [`00-${span.traceId}-${span.spanId}-01`],
        );
      });

      test('a POST: a span', async () => {
        const { span, value } = await call('post');
        assert.deepEqual([span.name, span.attributes['user_agent.original'], value], ['POST', 'test', 200]);
      });

      test('a refusal: an error', async () => {
        const { span } = await call('not found');
        assert.deepEqual([span.status.code, span.attributes['error.type']], ['ERROR', '404']);
      });

      test('headers with a context: left as they are', async () => {
        const { requests } = await call('given context');
        assert.equal(requests[0].traceparent, 'mine');
      });

      for (const [name, type] of [
        ['reset', 'ERR_HTTP2_STREAM_ERROR'],
        ['refused', 'ERR_HTTP2_STREAM_CANCEL'],
        ['bad header', 'ERR_HTTP2_INVALID_PSEUDOHEADER'],
      ]) {
        test(`${name}: an error, the same as without the layer`, async () => {
          const { span, error } = await call(name);
          assert.deepEqual([span.status.code, span.attributes['error.type'], span.events.length], ['ERROR', type, 1]);
          const untraced = await bare.invoke({ name });
          // Node.js's own frame, up to 22, where a context is kept
          error.trace = error.trace.filter((frame) => !frame.includes('callbackTrampoline'));
          assert.deepEqual(error, untraced.error);
        });
      }

      test('a list of headers: the same', { skip: node < 22 }, async () => {
        const { span, requests } = await call('list');
        assert.deepEqual([requests[0]['x-name'], requests[0].traceparent], ['value', `00-${span.traceId}-${span.spanId}-01`]);
      });

      test('a tunnel: no span, as it has no URL', async () => {
        const { span, value } = await call('tunnel');
        assert.deepEqual([span, value], [undefined, 200]);
      });

      test('no path: a span', async () => {
        const { span } = await call('no path');
        assert.deepEqual([span.name, span.attributes['url.full']], ['OPTIONS', `http://127.0.0.1:${server.address().port}/*`]);
      });

      test('a session that is destroyed by a listener before: the status', async () => {
        const { span } = await call('destroyed');
        assert.equal(span.attributes['http.response.status_code'], 200);
      });

      for (const name of ['no object', 'null', 'listeners']) {
        test(`${name}: the same as without the layer`, async () => {
          const [{ response, error }, untraced] = [await lambda.invoke({ name }), await bare.invoke({ name })];
          assert.deepEqual([response, error], [untraced.response, untraced.error]);
        });
      }

      test("a response is in the caller's context", async () => {
        assert.equal((await call('context')).value, true);
      });

      for (const [name, expected] of [
        ['grpc', 'grpc.shop.Orders/Get'],
        ['wrapper', 'GET'],
        ['undici', 'GET'],
      ]) {
        test(`${name}: one span`, async () => {
          const { span, error } = await call(name);
          assert.deepEqual([error, span.name], [undefined, expected]);
        });
      }

      test('nothing is said on the log', () => assert.equal(lambda.stderr, bare.stderr));
    });
  }
}
