import type { Socket } from 'node:net';
import type { SecureContextOptions } from 'node:tls';
import { runOutside } from '../sdk/context.ts';
import { describe, warn } from '../settings/diagnostics.ts';
import type { HttpProxy } from './http-proxy.ts';
import { ResponseReader, type HttpResponse } from './http-response.ts';

const { connect: connectTcp } = process.getBuiltinModule('node:net');
const { readFileSync } = process.getBuiltinModule('node:fs');

const EMPTY = Buffer.alloc(0);
const MAX_PROXY_ANSWER = 16 * 1024;

/** Names what a connection is made to. */
export interface Endpoint {
  readonly url: URL;
  readonly proxy?: HttpProxy | undefined;
  readonly certificate?: string | undefined;
  readonly clientKey?: string | undefined;
  readonly clientCertificate?: string | undefined;
}

interface Exchange {
  readonly reader: ResponseReader;
  readonly resolve: (response: HttpResponse) => void;
  readonly reject: (cause: unknown) => void;
  readonly request: Buffer[];
  /** Whether the request went out on a connection that was there before. */
  reused: boolean;
}

/**
 * Sends one request at a time over a kept HTTP/1.1 connection. Its sockets hold no event loop open;
 * whoever waits for a response holds it. `node:http` is not used, since the function may have
 * changed it, and its calls are the function's.
 */
export class HttpConnection {
  private socket: Socket | undefined;
  private exchange: Exchange | undefined;

  constructor(private readonly endpoint: Endpoint) {}

  /** Sends a request and returns its response, however long that takes: see {@link abort}. */
  request(head: string, body: Buffer = EMPTY): Promise<HttpResponse> {
    return new Promise((resolve, reject) => {
      const request = body.length === 0 ? [Buffer.from(head, 'latin1')] : [Buffer.from(head, 'latin1'), body];
      this.exchange = { reader: new ResponseReader(), resolve, reject, request, reused: this.socket !== undefined };
      this.write(this.exchange);
    });
  }

  /** Ends the connection, and with it the request that is under way. */
  abort(cause: unknown): void {
    this.close();
    this.fail(cause);
  }

  private write(exchange: Exchange): void {
    try {
      this.socket ??= runOutside(() => this.connect());
      for (const part of exchange.request) {
        this.socket.write(part);
      }
    } catch (cause) {
      this.abort(cause);
    }
  }

  private connect(): Socket {
    const { url, proxy } = this.endpoint;
    const secure = url.protocol === 'https:';
    const port = portOf(url);
    const host = proxy?.host ?? hostOf(url);
    if (proxy !== undefined && secure) {
      return this.tunnel(proxy, port);
    }
    return this.listen(secure ? this.secure({ host, port }) : connectTcp({ host, port: proxy?.port ?? port, noDelay: true }));
  }

  /** Loads TLS only where it is needed, since it is dear at init. */
  private secure(options: object): Socket {
    const { url, certificate, clientKey, clientCertificate } = this.endpoint;
    const tls = process.getBuiltinModule('node:tls');
    const servername = /^[\d.]+$|:/.test(url.hostname) ? '' : url.hostname;
    const ca = this.usable('CERTIFICATE', certificate, 'the certificates of Node.js', (pem) => ({ ca: pem }));
    const identity =
      this.usable('CLIENT_CERTIFICATE', clientCertificate, 'no client certificate', (pem) => ({ cert: pem })) &&
      this.usable('CLIENT_KEY', clientKey, 'no client certificate', (pem) => ({
        cert: readFileSync(clientCertificate ?? ''),
        key: pem,
      }));
    return tls.connect({ ...options, servername, ...ca, ...identity, ALPNProtocols: ['http/1.1'] });
  }

  /** Returns what a file has for TLS, or says why it is not used. */
  private usable(
    setting: string,
    path: string | undefined,
    instead: string,
    optionsOf: (pem: Buffer) => SecureContextOptions,
  ): SecureContextOptions | undefined {
    if (path === undefined || path === '') {
      return undefined;
    }
    try {
      const pem = readFileSync(path);
      const options = optionsOf(pem);
      if (!pem.includes('-----BEGIN ')) {
        throw new Error('it has no PEM');
      }
      process.getBuiltinModule('node:tls').createSecureContext(options);
      return options;
    } catch (cause) {
      warn(`OTEL_EXPORTER_OTLP_${setting}=${path}: ${describe(cause)}; using ${instead}`);
      return undefined;
    }
  }

  /** Returns the plain socket until the proxy has let it through, and then the one over TLS in its place. */
  private tunnel(proxy: HttpProxy, port: number): Socket {
    const target = `${hostOf(this.endpoint.url)}:${String(port)}`;
    const authorization = proxy.authorization === '' ? '' : `Proxy-Authorization: ${proxy.authorization}\r\n`;
    const plain = connectTcp({ host: proxy.host, port: proxy.port, noDelay: true });
    plain.unref();
    plain.write(`CONNECT ${target} HTTP/1.1\r\nHost: ${target}\r\n${authorization}\r\n`);
    const pending: Buffer[] = [];
    const stand = { write: (part: Buffer) => pending.push(part), destroy: () => plain.destroy() } as unknown as Socket;
    let answer = '';
    plain.on('error', (cause) => {
      this.lost(stand, cause);
    });
    plain.on('close', () => {
      this.lost(stand, new Error('the proxy closed the connection'));
    });
    const onData = (bytes: Buffer): void => {
      answer += bytes.toString('latin1');
      if (answer.includes('\r\n\r\n')) {
        plain.off('data', onData);
        if (/^HTTP\/1\.\d 2/.test(answer)) {
          const socket = this.listen(this.secure({ socket: plain }));
          if (this.socket === stand) {
            this.socket = socket;
            pending.forEach((part) => socket.write(part));
          } else {
            socket.destroy();
          }
        } else {
          this.lost(stand, new Error(`the proxy answered ${answer.slice(0, answer.indexOf('\r\n'))}`));
          plain.destroy();
        }
      } else if (answer.length > MAX_PROXY_ANSWER) {
        this.lost(stand, new Error('the proxy does not answer by HTTP'));
      }
    };
    plain.on('data', onData);
    return stand;
  }

  private listen(socket: Socket): Socket {
    socket.unref();
    socket.on('data', (bytes: Buffer) => {
      this.received(socket, bytes, false);
    });
    socket.on('end', () => {
      this.received(socket, EMPTY, true);
    });
    socket.on('error', (cause) => {
      this.lost(socket, cause);
    });
    socket.on('close', () => {
      this.lost(socket, new Error('the connection was closed'));
    });
    return socket;
  }

  private received(socket: Socket, bytes: Buffer, closed: boolean): void {
    const { exchange } = this;
    if (socket !== this.socket || exchange === undefined) {
      this.lost(socket, new Error('the connection was closed'));
      return;
    }
    try {
      const response = exchange.reader.read(bytes, closed);
      if (response !== undefined) {
        this.exchange = undefined;
        if (!response.keepAlive) {
          this.close();
        }
        exchange.resolve(response);
      }
    } catch (cause) {
      this.lost(socket, cause);
    }
  }

  private lost(socket: Socket, cause: unknown): void {
    if (socket !== this.socket) {
      return;
    }
    this.close();
    const { exchange } = this;
    if (exchange?.reused === true && exchange.reader.isEmpty) {
      // it was cut while nobody looked, as in a freeze
      exchange.reused = false;
      this.write(exchange);
    } else {
      this.fail(cause);
    }
  }

  private fail(cause: unknown): void {
    const { exchange } = this;
    this.exchange = undefined;
    exchange?.reject(cause);
  }

  private close(): void {
    const { socket } = this;
    this.socket = undefined;
    socket?.destroy();
  }
}

/** The loopback address saves the lookup, which starts libuv's threads. */
export function hostOf(url: URL): string {
  return url.hostname === 'localhost' ? '127.0.0.1' : url.hostname.replace(/^\[|\]$/g, '');
}

export function portOf(url: URL): number {
  return Number(url.port) || (url.protocol === 'https:' ? 443 : 80);
}
