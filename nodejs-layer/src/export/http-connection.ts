import type { Socket } from 'node:net';
import { runOutside } from '../sdk/context.ts';
import { hostOf, portOf, type Endpoint } from './endpoint.ts';
import { ResponseReader, type HttpResponse } from './http-response.ts';

const { connect: connectTcp } = process.getBuiltinModule('node:net');

const EMPTY = Buffer.alloc(0);
/** A backend says little. */
const READ_SIZE = 4096;

interface Exchange {
  readonly reader: ResponseReader;
  readonly resolve: (response: HttpResponse) => void;
  readonly reject: (cause: unknown) => void;
  readonly request: Buffer;
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
      const request = Buffer.allocUnsafe(head.length + body.length);
      request.write(head, 'latin1');
      request.set(body, head.length);
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
      this.socket.write(exchange.request);
    } catch (cause) {
      this.abort(cause);
    }
  }

  private connect(): Socket {
    const { url, proxy } = this.endpoint;
    const secure = url.protocol === 'https:';
    const port = portOf(url);
    const host = proxy?.host ?? hostOf(url);
    if (!secure) {
      return this.connectPlain(host, proxy?.port ?? port);
    }
    const { connectTls, openTunnel } = require('./secure-connection.ts') as typeof import('./secure-connection.ts');
    if (proxy === undefined) {
      return this.listen(connectTls(this.endpoint, { host, port }));
    }
    return openTunnel(this.endpoint, proxy, port, {
      lost: (stand, cause) => {
        this.lost(stand, cause);
      },
      opened: (stand, secured) => {
        const socket = this.listen(secured);
        if (this.socket !== stand) {
          socket.destroy();
          return false;
        }
        this.socket = socket;
        return true;
      },
    });
  }

  /** Reads into a buffer of its own, which takes less code of Node.js than events do. */
  private connectPlain(host: string, port: number): Socket {
    const callback = (length: number, buffer: Uint8Array): boolean => {
      this.received(socket, Buffer.from(buffer.subarray(0, length)), false);
      return true;
    };
    const onread = { buffer: Buffer.allocUnsafeSlow(READ_SIZE), callback };
    const socket = this.watch(connectTcp({ host, port, noDelay: true, onread }));
    return socket;
  }

  private listen(socket: Socket): Socket {
    socket.on('data', (bytes: Buffer) => {
      this.received(socket, bytes, false);
    });
    return this.watch(socket);
  }

  private watch(socket: Socket): Socket {
    socket.unref();
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
