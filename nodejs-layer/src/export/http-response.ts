/** Holds a whole HTTP response. */
export interface HttpResponse {
  readonly status: number;
  readonly reason: string;
  /** By names in lower case; of one that comes twice the last value. */
  readonly headers: ReadonlyMap<string, string>;
  readonly body: Buffer;
  /** Whether the connection may be used again. */
  readonly keepAlive: boolean;
}

const EMPTY = Buffer.alloc(0);
const HEAD_END = '\r\n\r\n';
const MAX_BODY = 4 * 1024 * 1024;

/** Collects the bytes of one HTTP/1.1 response (RFC 9112). */
export class ResponseReader {
  private received: Buffer = EMPTY;

  get isEmpty(): boolean {
    return this.received.length === 0;
  }

  /**
   * Takes more bytes.
   *
   * @param closed whether there will be no more
   * @returns the response when it is complete
   * @throws if it is no HTTP response, or too large
   */
  read(bytes: Buffer, closed: boolean): HttpResponse | undefined {
    this.received = this.isEmpty ? bytes : Buffer.concat([this.received, bytes]);
    for (;;) {
      const end = this.received.indexOf(HEAD_END);
      if (end < 0) {
        this.failIf(closed || this.received.length > MAX_BODY);
        return undefined;
      }
      const [first = '', ...lines] = this.received.toString('latin1', 0, end).split('\r\n');
      const [, minor, code, reason = ''] = /^HTTP\/1\.(\d) (\d{3}) ?(.*)$/.exec(first) ?? [];
      if (code === undefined) {
        throw new Error('not an HTTP/1.1 response');
      }
      const rest = this.received.subarray(end + HEAD_END.length);
      const status = Number(code);
      if (status >= 100 && status < 200) {
        this.received = rest;
        continue;
      }
      const headers = headersOf(lines);
      const body = bodyOf(status, headers, rest, closed);
      if (body === undefined) {
        this.failIf(closed || rest.length > MAX_BODY);
        return undefined;
      }
      const connection = headers.get('connection')?.toLowerCase() ?? (minor === '1' ? '' : 'close');
      return { status, reason, headers, body, keepAlive: !closed && !connection.includes('close') };
    }
  }

  private failIf(failed: boolean): void {
    if (failed) {
      throw new Error(this.isEmpty ? 'the connection was closed' : 'the response was cut off or is too large');
    }
  }
}

function headersOf(lines: string[]): Map<string, string> {
  const headers = new Map<string, string>();
  for (const line of lines) {
    const colon = line.indexOf(':');
    headers.set(line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim());
  }
  return headers;
}

function bodyOf(status: number, headers: Map<string, string>, rest: Buffer, closed: boolean): Buffer | undefined {
  if (status === 204 || status === 304) {
    return EMPTY;
  }
  if (headers.get('transfer-encoding')?.toLowerCase().includes('chunked') === true) {
    return dechunk(rest);
  }
  const length = headers.get('content-length');
  if (length === undefined) {
    return closed ? rest : undefined;
  }
  return rest.length >= Number(length) ? rest.subarray(0, Number(length)) : undefined;
}

function dechunk(bytes: Buffer): Buffer | undefined {
  const chunks: Buffer[] = [];
  let position = 0;
  for (;;) {
    const end = bytes.indexOf('\r\n', position);
    if (end < 0) {
      return undefined;
    }
    const size = parseInt(bytes.toString('latin1', position, end), 16);
    if (Number.isNaN(size)) {
      throw new Error('not an HTTP/1.1 chunk');
    }
    const start = end + 2;
    if (size === 0) {
      return bytes.indexOf('\r\n', start) < 0 ? undefined : Buffer.concat(chunks);
    }
    if (bytes.length < start + size + 2) {
      return undefined;
    }
    chunks.push(bytes.subarray(start, start + size));
    position = start + size + 2;
  }
}
