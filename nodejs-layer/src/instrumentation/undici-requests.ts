import type { Socket } from 'node:net';
import { active, withSpan } from '../sdk/context.ts';
import type { NonRecordingSpan, Span } from '../sdk/span.ts';
import { setStatusCode, startRequest, targetAttributes, valueOf } from './http-attributes.ts';
import { endFailed, type Calls } from './instrumentation.ts';

/** Is a request as undici's channels hand it out, from version 5 on. */
interface Request {
  origin: string | URL;
  path: string;
  method: string;
  headers: string | string[];
  addHeader?: (name: string, value: string) => void;
}

/** Traces the requests of undici. */
export class UndiciRequests {
  private readonly spans = new WeakMap<Request, Span | NonRecordingSpan>();

  constructor(private readonly calls: Calls) {}

  readonly created = ({ request }: { request: Request }): void => {
    if (!this.calls.isTraced() || request.method === 'CONNECT') {
      return;
    }
    const url = new URL(request.path, request.origin);
    const span = startRequest(this.calls, request.method, headerOf(request.headers, 'user-agent'), {
      ...targetAttributes(url),
      'url.path': url.pathname,
      'url.query': url.search === '' ? undefined : url.search.slice(1),
      'url.scheme': url.protocol.slice(0, -1),
    });
    this.spans.set(request, span);
    this.calls.propagators.inject(withSpan(active(), span), (name, value) => {
      if (headerOf(request.headers, name.toLowerCase()) === undefined) {
        addHeader(request, name, value);
      }
    });
  };

  readonly sent = ({ request, socket }: { request: Request; socket: Socket & { alpnProtocol?: unknown } }): void => {
    const span = this.spans.get(request);
    span?.setAttribute('network.peer.address', socket.remoteAddress);
    span?.setAttribute('network.peer.port', socket.remotePort);
    span?.setAttribute('network.protocol.version', socket.alpnProtocol === 'h2' ? '2' : '1.1');
  };

  readonly answered = ({ request, response }: { request: Request; response: { statusCode: number } }): void => {
    const span = this.spans.get(request);
    if (span !== undefined) {
      setStatusCode(span, response.statusCode);
    }
  };

  readonly ended = ({ request }: { request: Request }): void => {
    this.spans.get(request)?.end();
  };

  readonly failed = ({ request, error }: { request: Request; error: { name?: unknown } }): void => {
    const span = this.spans.get(request);
    // whoever cancels a request has not failed
    if (error.name === 'AbortError') {
      span?.end();
    } else if (span !== undefined) {
      endFailed(span, error);
    }
  };
}

/** Headers are a list of names and values, or, in old versions, a text. */
function headerOf(headers: string | string[], name: string): string | undefined {
  const list = Array.isArray(headers) ? headers : headers.split('\r\n').flatMap((line) => line.split(/: ?(.*)/s, 2));
  const value = valueOf(list, name) as string | number | undefined;
  return value === undefined ? undefined : String(value);
}

function addHeader(request: Request, name: string, value: string): void {
  if (typeof request.addHeader === 'function') {
    request.addHeader(name, value);
  } else if (Array.isArray(request.headers)) {
    request.headers.push(name, value);
  } else {
    request.headers += `${name}: ${value}\r\n`;
  }
}
