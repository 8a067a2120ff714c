/** Holds what a response carries, and how many bytes that took. */
export interface Content {
  readonly body: Buffer;
  readonly size: number;
}

/** Returns the content of chunks (RFC 9112, 7.1), or undefined where they are not all there. */
export function dechunk(bytes: Buffer): Content | undefined {
  const chunks: Buffer[] = [];
  let position = 0;
  for (;;) {
    const end = bytes.indexOf('\r\n', position);
    if (end < 0) {
      return undefined;
    }
    const [, digits] = /^([\da-f]{1,8})[ \t]*(?:;|$)/i.exec(bytes.toString('latin1', position, end)) ?? [];
    if (digits === undefined) {
      throw new Error('not an HTTP/1.1 chunk');
    }
    const size = parseInt(digits, 16);
    const start = end + 2;
    if (size === 0) {
      const last = endOfTrailers(bytes, start);
      return last === undefined ? undefined : { body: Buffer.concat(chunks), size: last };
    }
    if (bytes.length < start + size + 2) {
      return undefined;
    }
    chunks.push(bytes.subarray(start, start + size));
    position = start + size + 2;
  }
}

function endOfTrailers(bytes: Buffer, start: number): number | undefined {
  for (let position = start; ;) {
    const end = bytes.indexOf('\r\n', position);
    if (end < 0) {
      return undefined;
    }
    if (end === position) {
      return end + 2;
    }
    position = end + 2;
  }
}
