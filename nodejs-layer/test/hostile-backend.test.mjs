// A backend that breaks HTTP, or means harm: the function answers, and its log has plain lines.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { describe, test } from 'node:test';
import { functionOf, Lambda } from './support/lambda.mjs';
import { NODES } from './support/runtimes.mjs';

const OK = 'HTTP/1.1 200 OK\r\n';
const CHUNKED = `${OK}Transfer-Encoding: chunked\r\n\r\n`;
const folder = functionOf({ 'index.js': 'let count = 0; exports.handler = async () => ++count;' });

/** Returns a message that nests messages in its first field. */
function nested(depth) {
  const parts = [];
  let length = 0;
  for (let i = 0; i < depth; i++) {
    const digits = [];
    for (let rest = length; ; rest = Math.floor(rest / 0x80)) {
      digits.push((rest % 0x80) + (rest >= 0x80 ? 0x80 : 0));
      if (rest < 0x80) break;
    }
    const head = Buffer.from([0x0a, ...digits]);
    parts.push(head);
    length += head.length;
  }
  return Buffer.concat(parts.reverse());
}

function answer(body, status = '200 OK', headers = '') {
  const bytes = Buffer.from(body, 'latin1');
  return Buffer.concat([Buffer.from(`HTTP/1.1 ${status}\r\n${headers}Content-Length: ${bytes.length}\r\n\r\n`), bytes]);
}

/** Writes as long as the other side reads. */
function flood(socket, text, head = '') {
  const part = text.repeat(100);
  const write = () => {
    if (!socket.destroyed) {
      socket.write(part, () => setImmediate(write));
    }
  };
  socket.write(head, write);
}

const PARTIAL = '\x0a\x23\x08\x01\x12\x1fevil\n[otel] forged\r\n\x1b[31mred\x1b[2J\x00';

/** What is answered, and whether that counts as an answer. */
const MODES = {
  'a chunk of a negative size': ['x', `${CHUNKED}-6\r\n`],
  'a chunk without a size': ['x', `${CHUNKED}\r\n\r\n`],
  'a chunk larger than memory': ['x', `${CHUNKED}FFFFFFFFFFFFFFFF\r\n`],
  'chunks with extensions and trailers': ['ok', `${CHUNKED}3;x=y\r\nabc\r\n0\r\nT: v\r\n\r\n`],
  'a length below zero': ['x', `${OK}Content-Length: -1\r\n\r\n`],
  'a length that is no number': ['x', `${OK}Content-Length: five\r\n\r\n`],
  'two lengths': ['x', `${OK}Content-Length: 0\r\nContent-Length: 5\r\n\r\nhello`],
  'a length of gigabytes': ['x', `${OK}Content-Length: 99999999999\r\n\r\nx`],
  'not HTTP': ['x', 'SSH-2.0-OpenSSH_9\r\n\r\n\r\n'],
  'a cut head': ['x', 'HTTP/1.1 200', true],
  'a cut body': ['x', `${OK}Content-Length: 9\r\n\r\nhalf`, true],
  'a cut connection': ['x', '', true],
  'a second response that nobody asked for': ['ok', `${answer('')}${answer('', '503 Bad')}`],
  'no reason': ['ok', 'HTTP/1.1 200\r\nContent-Length: 0\r\n\r\n'],
  'HTTP/1.0': ['ok', 'HTTP/1.0 200 OK\r\n\r\n', true],
  'interim responses': ['ok', `HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n${answer('')}`],
  '5000 headers': ['ok', `${OK}${'X: y\r\n'.repeat(5000)}Content-Length: 0\r\n\r\n`],
  'interim responses without end': ['x', (socket) => flood(socket, 'HTTP/1.1 100 Continue\r\n\r\n')],
  'a head without end': ['x', (socket) => flood(socket, 'X')],
  'a body without end': ['x', (socket) => flood(socket, '5\r\nhello\r\n', CHUNKED)],
  'a slow drip': ['x', drip],
  'deep nesting': ['ok', answer(nested(200_000).toString('latin1'))],
  'a deep refusal': ['lost', answer(nested(200_000).toString('latin1'), '400 Bad')],
  'a partial success that forges lines': ['ok', answer(PARTIAL)],
  'a refusal that forges lines': ['lost', answer('', '400 \x1b[31mBad\x07')],
  'a broken partial success': ['ok', answer(`\x0a\x05\x08\xff\xff${'\xff'.repeat(40)}`)],
  'more rejected than were sent': ['ok', answer('\x0a\x0a\x08\xff\xff\xff\xff\xff\xff\xff\xff\x7f')],
  'Retry-After of ages': ['x', answer('', '503 Bad', 'Retry-After: 99999999999999999999\r\n')],
  'Retry-After in the year 9999': ['x', answer('', '429 Bad', 'Retry-After: Fri, 31 Dec 9999 23:59:59 GMT\r\n')],
};

function drip(socket) {
  socket.write(`${OK}X-A: `);
  const timer = setInterval(() => socket.write('a'), 5);
  socket.on('close', () => clearInterval(timer));
}

for (const node of NODES) {
  describe(`Node.js ${node}`, { concurrency: 4 }, () => {
    for (const [name, [kind, reply, closes = false]] of Object.entries(MODES)) {
      test(name, async () => {
        let requests = 0;
        const server = createServer((socket) => {
          let text = '';
          socket.on('error', () => {});
          socket.on('data', (bytes) => {
            text += bytes.toString('latin1');
            const [, length] = /\r\nContent-Length: (\d+)\r\n/.exec(text) ?? [];
            const size = text.indexOf('\r\n\r\n') + 4 + Number(length);
            if (text.length >= size) {
              text = '';
              requests++;
              if (typeof reply === 'function') {
                reply(socket);
              } else if (closes) {
                socket.end(reply);
              } else {
                socket.write(reply);
              }
            }
          });
        }).listen(0, '127.0.0.1');
        await once(server, 'listening');
        const environment = {
          OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${server.address().port}`,
          // where a backend answers, no busy machine may cut the request off
          OTEL_INSTRUMENTATION_AWS_LAMBDA_FLUSH_TIMEOUT: kind === 'ok' ? '10000' : '500',
          OTEL_EXPORTER_OTLP_TIMEOUT: kind === 'ok' ? '10000' : '2000',
        };
        const lambda = await Lambda.start({ node, folder, environment });
        try {
          for (let i = 1; i <= 3; i++) {
            assert.equal((await within(lambda.invoke())).response, String(i));
          }
          assert.ok(requests > 0);
          if (kind === 'ok') {
            assert.equal(requests, 3);
          }
          const lines = lambda.stderr.split('\n').slice(0, -1);
          for (const line of lines) {
            assert.match(line, /^\[otel\] [ -~]+$/);
            assert.doesNotMatch(line, /Infinity|NaN|undefined|^\[otel\] forged/);
          }
          assert.ok(kind !== 'lost' || lines.length > 0);
          assert.ok(lines.length <= 4, lambda.stderr);
          assert.equal(lambda.stdout, '');
        } finally {
          await lambda.stop();
          server.close();
        }
      });
    }
  });
}

/** Fails where the function does not answer at all. */
async function within(answer) {
  let timer;
  const late = new Promise((resolve, reject) => {
    timer = setTimeout(() => reject(new Error('the function does not answer')), 15_000);
  });
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
}
