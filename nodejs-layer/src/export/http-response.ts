import type { Content } from './chunked-body.ts';

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
/** A backend says little; what it says is read again with each part of it that arrives. */
const MAX_RESPONSE = 1024 * 1024;
const MAX_INTERIM = 100;

/** Collects the bytes of one HTTP/1.1 response (RFC 9112). */
export class ResponseReader {
  private received: Buffer = EMPTY;
  private interim = 0;

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
        this.failIf(closed || this.received.length > MAX_RESPONSE);
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
        if (++this.interim > MAX_INTERIM) {
          throw new Error('more than 100 interim responses');
        }
        this.received = rest;
        continue;
      }
      const headers = headersOf(lines);
      const content = contentOf(status, headers, rest, closed);
      if (content === undefined) {
        this.failIf(closed || rest.length > MAX_RESPONSE);
        return undefined;
      }
      const connection = headers.get('connection')?.toLowerCase() ?? (minor === '1' ? '' : 'close');
      // what follows is no answer to anything that was asked
      const keepAlive = !closed && !connection.includes('close') && content.size === rest.length;
      return { status, reason, headers, body: content.body, keepAlive };
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
    const [name, value] = [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
    if (name === 'content-length' && (headers.get(name) ?? value) !== value) {
      throw new Error('it has two values of Content-Length');
    }
    headers.set(name, value);
  }
  return headers;
}

function contentOf(status: number, headers: Map<string, string>, rest: Buffer, closed: boolean): Content | undefined {
  if (status === 204 || status === 304) {
    return { body: EMPTY, size: 0 };
  }
  if (headers.get('transfer-encoding')?.toLowerCase().includes('chunked') === true) {
    const { dechunk } = require('./chunked-body.ts') as typeof import('./chunked-body.ts');
    return dechunk(rest);
  }
  const length = headers.get('content-length');
  if (length === undefined) {
    return closed ? { body: rest, size: rest.length } : undefined;
  }
  if (!/^\d+$/.test(length) || Number(length) > MAX_RESPONSE) {
    throw new Error(`its Content-Length is ${length}`);
  }
  const size = Number(length);
  return rest.length >= size ? { body: rest.subarray(0, size), size } : undefined;
}
