type From = (this: unknown, ...args: unknown[]) => unknown;

const preludes = new WeakMap<object, unknown>();

/** Remembers what a streaming handler answers before its body: the status and the headers. */
export function watchPreludes(): void {
  const { awslambda } = globalThis as { awslambda?: { HttpResponseStream?: { from?: From } } };
  const type = awslambda?.HttpResponseStream;
  const from = type?.from;
  if (type === undefined || typeof from !== 'function') {
    return;
  }
  const watched: From = function (...args) {
    const stream = Reflect.apply(from, this, args);
    for (const each of [args[0], stream]) {
      if (typeof each === 'object' && each !== null) {
        preludes.set(each, args[1]);
      }
    }
    return stream;
  };
  Object.defineProperty(watched, 'length', { value: from.length, configurable: true });
  Object.defineProperty(watched, 'name', { value: from.name, configurable: true });
  Object.defineProperty(type, 'from', { value: watched, writable: true, configurable: true, enumerable: false });
}

export function preludeOf(stream: unknown): unknown {
  return typeof stream === 'object' && stream !== null ? preludes.get(stream) : undefined;
}
