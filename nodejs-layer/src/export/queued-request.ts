/** What is merged into one request at most. */
const MAX_MERGED = 1024 * 1024;

/** Holds a request as it waits to be sent. */
export interface QueuedRequest {
  body: Buffer;
  count: number;
  readonly number: number;
  begun: number;
}

/** Makes one request of those that have waited longest: the requests of OTLP can be concatenated. */
export function mergeOldest(queue: QueuedRequest[]): void {
  const [first, ...others] = queue;
  if (first === undefined || others.length === 0) {
    return;
  }
  let size = first.body.length;
  let count = 1;
  for (const other of others) {
    if ((size += other.body.length) > MAX_MERGED) {
      break;
    }
    count++;
  }
  const merged = queue.splice(0, count);
  queue.unshift({
    body: Buffer.concat(merged.map((request) => request.body)),
    count: merged.reduce((sum, request) => sum + request.count, 0),
    number: first.number,
    begun: 0,
  });
}
