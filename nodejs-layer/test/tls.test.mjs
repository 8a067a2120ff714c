// Telemetry leaves over TLS, and by a proxy, at the process's end as well.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer as createProxy } from 'node:http';
import { createServer } from 'node:https';
import { connect } from 'node:net';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { functionOf, Lambda } from './support/lambda.mjs';
import { spansOf } from './support/otlp.mjs';
import { NODES } from './support/runtimes.mjs';

const HANDLER = 'exports.handler = async ({ exit }) => { if (exit) process.exit(0); return 1; };';
const folder = functionOf({ 'index.js': HANDLER });
const certificate = join(folder, 'certificate.pem');
let server, proxy, spans, tunnels;

before(async () => {
  const key = join(folder, 'key.pem');
  const subject = ['-subj', '/CN=backend.test', '-addext', 'subjectAltName=IP:127.0.0.1,DNS:backend.test'];
  const options = ['-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-keyout', key, '-out', certificate, ...subject];
  execFileSync('openssl', ['req', ...options], { stdio: 'ignore' });
  server = createServer({ key: readFileSync(key), cert: readFileSync(certificate) }, (request, response) => {
    const parts = [];
    request.on('data', (part) => parts.push(part));
    request.on('end', () => {
      spans.push(...spansOf(Buffer.concat(parts)));
      response.end();
    });
  }).listen(0, '127.0.0.1');
  // every host is the backend
  proxy = createProxy().listen(0, '127.0.0.1');
  proxy.on('connect', ({ url, headers }, socket) => {
    tunnels.push([url, headers['proxy-authorization']]);
    const backend = connect(server.address().port, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n');
      socket.pipe(backend).pipe(socket);
    });
    backend.on('error', () => socket.destroy());
    socket.on('error', () => backend.destroy());
  });
  await Promise.all([once(server, 'listening'), once(proxy, 'listening')]);
});

after(() => {
  for (const each of [server, proxy]) {
    each.closeAllConnections();
    each.close();
  }
});

for (const node of NODES) {
  async function run(environment, event, expected) {
    spans = [];
    tunnels = [];
    const lambda = await Lambda.start({
      node,
      folder,
      environment: { OTEL_EXPORTER_OTLP_CERTIFICATE: certificate, ...environment },
    });
    try {
      await Promise.race([lambda.invoke(event), lambda.exited]);
      await lambda.until(() => spans.length === expected);
      assert.equal(lambda.stderr, '');
    } finally {
      await lambda.stop();
    }
  }

  test(`Node.js ${node}: https with a certificate of one's own`, () =>
    run({ OTEL_EXPORTER_OTLP_ENDPOINT: `https://127.0.0.1:${server.address().port}` }, {}, 1));

  test(`Node.js ${node}: https at the process's end`, () =>
    run({ OTEL_EXPORTER_OTLP_ENDPOINT: `https://127.0.0.1:${server.address().port}` }, { exit: true }, 1));

  test(`Node.js ${node}: https by a proxy`, async () => {
    const https_proxy = `http://ann:secret@127.0.0.1:${proxy.address().port}`;
    await run({ OTEL_EXPORTER_OTLP_ENDPOINT: 'https://backend.test:4318', https_proxy }, {}, 1);
    assert.deepEqual(tunnels, [['backend.test:4318', `Basic ${Buffer.from('ann:secret').toString('base64')}`]]);
  });

  test(`Node.js ${node}: https by a proxy, with a certificate that cannot be read`, async () => {
    tunnels = [];
    const lambda = await Lambda.start({
      node,
      folder,
      environment: {
        OTEL_EXPORTER_OTLP_ENDPOINT: 'https://backend.test:4318',
        OTEL_EXPORTER_OTLP_CERTIFICATE: '/nowhere.pem',
        OTEL_INSTRUMENTATION_AWS_LAMBDA_FLUSH_TIMEOUT: '2000',
        https_proxy: `http://127.0.0.1:${proxy.address().port}`,
      },
    });
    try {
      for (let i = 0; i < 3; i++) {
        assert.equal((await lambda.invoke({})).response, '1');
      }
      await lambda.until(() => lambda.stderr.includes('is not reached'));
      assert.match(
        lambda.stderr,
        /^\[otel\] OTEL_EXPORTER_OTLP_CERTIFICATE=\/nowhere\.pem: .*ENOENT.*; using the certificates of Node\.js\n/,
      );
      assert.ok(tunnels.length > 0);
    } finally {
      await lambda.stop();
    }
  });
}
