import { bytesLookedAt } from './payload-text.ts';

type Write = (this: unknown, ...args: unknown[]) => unknown;

/** Holds the start of what a handler writes to its response's stream. */
export class WrittenStart {
  private readonly parts: Buffer[] = [];
  private size = 0;

  private constructor(private readonly limit: number) {}

  /** Takes the place of the stream's members by which a handler writes. */
  static of(stream: unknown, limit: number): WrittenStart {
    const start = new WrittenStart(limit);
    for (const name of ['write', 'end']) {
      const members = stream as Record<string, unknown>;
      const own = members[name];
      if (typeof own === 'function') {
        members[name] = start.around(own as Write);
      }
    }
    return start;
  }

  bytes(): Buffer {
    return Buffer.concat(this.parts);
  }

  private around(own: Write): Write {
    const add = (chunk: unknown, encoding: unknown): void => {
      this.add(chunk, encoding);
    };
    const write: Write = function (...args) {
      const [chunk, encoding] = args;
      const written = Reflect.apply(own, this, args);
      add(chunk, encoding);
      return written;
    };
    return write;
  }

  private add(chunk: unknown, encoding: unknown): void {
    // one byte more tells that there is more
    const left = bytesLookedAt(this.limit) + 1 - this.size;
    if (left <= 0) {
      return;
    }
    let part: Buffer | undefined;
    if (chunk instanceof Uint8Array) {
      // a copy, as the function may write into its own
      part = Buffer.from(chunk.subarray(0, left));
    } else if (typeof chunk === 'string') {
      part = Buffer.from(chunk, typeof encoding === 'string' ? (encoding as BufferEncoding) : 'utf8').subarray(0, left);
    }
    if (part !== undefined) {
      this.parts.push(part);
      this.size += part.length;
    }
  }
}
