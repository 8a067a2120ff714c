import type { WaitingRequest } from '../export/sender.ts';

/** How long the end of the process may take longer, in milliseconds. */
const MAX_WAIT = 2000;

/** Sends requests from a thread, while the process's own one waits: Node.js ends it after `exit`. */
const SENDER = `
const { workerData: { requests, done } } = require('node:worker_threads');
const { readFileSync } = require('node:fs');
const flag = new Int32Array(done);
const read = (path) => (path === '' ? undefined : readFileSync(path));
let left = requests.length;
for (const { host, port, secure, certificate, clientKey, clientCertificate, head, body } of requests) {
  const socket = secure
    ? require('node:tls').connect({ host, port, servername: /^[\\d.]+$|:/.test(host) ? '' : host, ca: read(certificate), key: read(clientKey), cert: read(clientCertificate) })
    : require('node:net').connect({ host, port });
  const end = () => {
    socket.destroy();
    if (--left === 0) { Atomics.store(flag, 0, 1); Atomics.notify(flag, 0); }
  };
  socket.on('error', () => {});
  socket.once('data', () => socket.destroy());
  socket.once('close', end);
  socket.write(head, 'latin1');
  socket.write(body);
}`;

/** Sends requests while the process ends. */
export function sendAndWait(requests: WaitingRequest[]): void {
  const { Worker } = process.getBuiltinModule('node:worker_threads');
  const done = new SharedArrayBuffer(4);
  new Worker(SENDER, { eval: true, workerData: { requests, done }, execArgv: [], env: {} });
  Atomics.wait(new Int32Array(done), 0, 0, MAX_WAIT);
}
