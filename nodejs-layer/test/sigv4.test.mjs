// Requests to AWS's own endpoints are signed: AWS's published test vectors, and the layer at work.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { after, before, test } from 'node:test';
import { build } from 'esbuild';
import { functionOf, Lambda } from './support/lambda.mjs';
import { spansOf } from './support/otlp.mjs';
import { NODES } from './support/runtimes.mjs';

// the key of AWS's test suite, which no account has
const SIGNING = {
  service: 'service',
  region: 'us-east-1',
  key: 'AKIDEXAMPLE',
  secret: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY',
  token: '',
};
const VANILLA = { host: 'example.amazonaws.com', 'x-amz-date': '20150830T123600Z' };
const VECTORS = [
  ['get-vanilla', 'GET', '', {}, '', '5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31'],
  ['post-vanilla', 'POST', '', {}, '', '5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b'],
  [
    'get-vanilla-query-order-key-case',
    'GET',
    'Param1=value1&Param2=value2',
    {},
    '',
    'b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500',
  ],
  [
    'get-header-value-trim',
    'GET',
    '',
    { 'my-header1': ' value1', 'my-header2': ' "a   b   c"' },
    '',
    'acc3ed3afb60bb290fc8d2dd0098b9911fcaa05412b367055dee359757a9c736',
  ],
  [
    'post-x-www-form-urlencoded',
    'POST',
    '',
    { 'content-type': 'application/x-www-form-urlencoded' },
    'Param1=value1',
    'ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a',
  ],
];

const { outputFiles } = await build({
  entryPoints: [new URL('../src/export/sigv4.ts', import.meta.url).pathname],
  bundle: true,
  write: false,
  format: 'esm',
  platform: 'node',
});
const { authorization } = await import(`data:text/javascript,${encodeURIComponent(outputFiles[0].text)}`);

for (const [name, method, query, headers, body, signature] of VECTORS) {
  test(`vector ${name}`, () => {
    const all = { ...VANILLA, ...headers };
    const request = { method, path: '/', query, headers: all, body: Buffer.from(body) };
    assert.equal(
      authorization(SIGNING, request),
      'AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, ' +
        `SignedHeaders=${Object.keys(all).sort().join(';')}, Signature=${signature}`,
    );
  });
}

const folder = functionOf({ 'index.js': 'exports.handler = async () => 1;' });
let proxy, requests;

before(async () => {
  // stands for every host
  proxy = createServer((request, response) => {
    const parts = [];
    request.on('data', (part) => parts.push(part));
    request.on('end', () => {
      requests.push({ url: request.url, headers: request.headers, spans: spansOf(Buffer.concat(parts)) });
      response.end();
    });
  }).listen(0, '127.0.0.1');
  await once(proxy, 'listening');
});

after(() => {
  proxy.closeAllConnections();
  proxy.close();
});

async function run(node, variables) {
  requests = [];
  const lambda = await Lambda.start({
    node,
    folder,
    environment: {
      OTEL_EXPORTER_OTLP_ENDPOINT: 'http://xray.eu-central-1.amazonaws.com',
      http_proxy: `http://127.0.0.1:${proxy.address().port}`,
      ...variables,
    },
  });
  try {
    await lambda.invoke({});
    await lambda.until(() => requests.length === 1);
    return lambda.stderr;
  } finally {
    await lambda.stop();
  }
}

for (const node of NODES) {
  test(`Node.js ${node}: the function's credentials sign`, async () => {
    const variables = { AWS_ACCESS_KEY_ID: 'ASIAROLE', AWS_SECRET_ACCESS_KEY: 's', AWS_SESSION_TOKEN: 'session' };
    assert.equal(await run(node, variables), '');
    const [{ url, headers, spans }] = requests;
    assert.equal(url, 'http://xray.eu-central-1.amazonaws.com/v1/traces');
    assert.equal(spans.length, 1);
    assert.equal(headers['x-amz-security-token'], 'session');
    const scope = `${headers['x-amz-date'].slice(0, 8)}/eu-central-1/xray/aws4_request`;
    const signed = 'content-type;host;x-amz-date;x-amz-security-token';
    const start = `AWS4-HMAC-SHA256 Credential=ASIAROLE/${scope}, SignedHeaders=${signed}, Signature=`;
    assert.equal(headers.authorization.slice(0, start.length), start);
  });
}

test('without credentials one line says so', async () => {
  const stderr = await run(NODES[0], { AWS_ACCESS_KEY_ID: '', AWS_SECRET_ACCESS_KEY: '' });
  assert.match(stderr, /^\[otel\] AWS_ACCESS_KEY_ID is not set: requests to AWS cannot be signed\n$/);
  assert.equal(requests[0].headers.authorization, undefined);
});
