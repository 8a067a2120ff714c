import { createRequire } from 'node:module';
import type { WaitingRequest } from '../export/outbox.ts';
import type { Pipeline } from '../export/pipeline.ts';
import { warnOf } from '../settings/diagnostics.ts';

/** No more than the end of an environment may cost, which is killed soon. */
const MAX_WAIT = 1000;

/** Sends requests from a thread, while the process's own one waits: Node.js ends it after `exit`. */
const SENDER = `
const { workerData: { requests, done } } = require('node:worker_threads');
const flag = new Int32Array(done);
const finish = () => { Atomics.store(flag, 0, 1); Atomics.notify(flag, 0); };
let left = requests.length;
const next = () => { if (--left === 0) finish(); };
for (const { url, headers, body, gzip } of requests) {
  const { request } = require(url.startsWith('https:') ? 'node:https' : 'node:http');
  const bytes = gzip ? require('node:zlib').gzipSync(body) : Buffer.from(body);
  const post = request(url, { method: 'POST', headers: { ...Object.fromEntries(headers), 'Content-Length': bytes.length } },
    (response) => { response.resume(); response.on('close', next); });
  post.on('error', next);
  post.end(bytes);
}`;

/** Sends what is held, and what is open as it stands, when the process ends by itself. */
export function flushAtExit(pipeline: Pipeline): void {
  process.on('exit', () => {
    try {
      pipeline.addUnfinished();
      void pipeline.flush(0);
      sendAndWait(pipeline.outbox.takeAll());
    } catch (cause) {
      warnOf('what was reported last is lost', cause);
    }
  });
}

function sendAndWait(requests: WaitingRequest[]): void {
  if (requests.length === 0) {
    return;
  }
  const { Worker } = createRequire(import.meta.url)('node:worker_threads') as typeof import('node:worker_threads');
  const done = new SharedArrayBuffer(4);
  new Worker(SENDER, { eval: true, workerData: { requests, done }, execArgv: [], env: {} });
  Atomics.wait(new Int32Array(done), 0, 0, MAX_WAIT);
}

/** Sends what is held when Lambda shuts the environment down, and then lets the signal do what it does. */
export function flushAtShutdown(pipeline: Pipeline): void {
  const onSignal = (): void => {
    process.off('SIGTERM', onSignal);
    pipeline.addUnfinished();
    const end = (): void => {
      if (process.listenerCount('SIGTERM') === 0) {
        process.kill(process.pid, 'SIGTERM');
      }
    };
    const left = pipeline.flush(MAX_WAIT);
    if (left === undefined) {
      end();
    } else {
      left.then(end, end);
    }
  };
  process.on('SIGTERM', onSignal);
}
