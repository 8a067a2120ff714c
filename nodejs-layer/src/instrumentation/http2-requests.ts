import type { ClientHttp2Session, ClientHttp2Stream, IncomingHttpHeaders } from 'node:http2';
import { active, withSpan } from '../sdk/context.ts';
import { SpanKind, type NonRecordingSpan, type Span } from '../sdk/span.ts';
import { clientSpanName, knownMethod, setStatusCode, targetAttributes } from './http-attributes.ts';
import { endFailed, guarded, wrapMethod, type AnyFunction, type Calls } from './instrumentation.ts';

type Headers = Record<string, unknown> | unknown[];

/** Traces the requests of `node:http2`, whose class of sessions only a session tells: here, one with no connection. */
export function traceHttp2(calls: Calls, { connect }: typeof import('node:http2')): void {
  const { Duplex } = process.getBuiltinModule('node:stream');
  const session = connect('http://localhost', { createConnection: () => new Duplex({ read: ignore, write: ignore }) });
  session.on('error', ignore).destroy();
  wrapMethod(Object.getPrototypeOf(session) as object, 'request', (request) => traceRequest(calls, request));
}

function ignore(): void {
  // nothing is sent
}

function traceRequest(calls: Calls, request: AnyFunction): AnyFunction {
  return function (...args) {
    let span: Span | NonRecordingSpan | undefined;
    guarded('HTTP/2 requests are not traced', () => {
      const headers = (args[0] ?? {}) as Headers;
      if (typeof headers === 'object' && calls.isTraced() && !isTracedElsewhere(this as ClientHttp2Session, headers)) {
        span = start(calls, headers);
        args[0] = withContext(calls, span, headers);
      }
    });
    if (span === undefined) {
      return Reflect.apply(request, this, args);
    }
    let stream: unknown;
    try {
      stream = Reflect.apply(request, this, args);
    } catch (error) {
      endFailed(span, error);
      throw error;
    }
    follow(span, this as ClientHttp2Session, stream as ClientHttp2Stream);
    return stream;
  };
}

/** Calls of @grpc/grpc-js have spans of their own, as requests of undici have, whose sessions have members of its own. */
function isTracedElsewhere(session: ClientHttp2Session, headers: Headers): boolean {
  return (
    String(headerOf(headers, 'user-agent')).includes('grpc-node-js/') ||
    Object.getOwnPropertySymbols(session).some(({ description }) => description === 'open streams')
  );
}

function start(calls: Calls, headers: Headers): Span | NonRecordingSpan {
  const asked = headerOf(headers, ':method');
  const given = typeof asked === 'string' ? asked : 'GET';
  const method = knownMethod(given);
  return calls.startSpan(clientSpanName(method), {
    kind: SpanKind.CLIENT,
    attributes: {
      'http.request.method': method,
      'http.request.method_original': method === given ? undefined : given,
      'user_agent.original': headerOf(headers, 'user-agent'),
      'network.protocol.version': '2',
    },
  });
}

/** Headers are an object, or a list of names and values. */
function headerOf(headers: Headers, name: string): unknown {
  if (Array.isArray(headers)) {
    const at = headers.findIndex((each, i) => i % 2 === 0 && String(each).toLowerCase() === name);
    return at < 0 ? undefined : headers[at + 1];
  }
  const key = Object.keys(headers).find((each) => each.toLowerCase() === name);
  return key === undefined ? undefined : headers[key];
}

function withContext(calls: Calls, span: Span | NonRecordingSpan, headers: Headers): Headers {
  // with the symbol that names the sensitive ones
  const copy: Headers = Object.assign(Array.isArray(headers) ? [] : {}, headers);
  calls.propagators.inject(withSpan(active(), span), (field, value) => {
    const name = field.toLowerCase();
    if (headerOf(copy, name) !== undefined) {
      return;
    }
    if (Array.isArray(copy)) {
      copy.push(name, value);
    } else {
      copy[name] = value;
    }
  });
  return copy;
}

function follow(span: Span | NonRecordingSpan, session: ClientHttp2Session, stream: ClientHttp2Stream): void {
  const { errorMonitor } = process.getBuiltinModule('node:events');
  const end = (): void => {
    span.end();
  };
  guarded('HTTP/2 requests are not traced', () => {
    const {
      ':scheme': scheme,
      ':authority': authority,
      host,
      ':path': path = '',
    } = stream.sentHeaders as Record<string, string>;
    const url = new URL(`${String(scheme)}://${String(authority ?? host)}${path}`);
    span.setAttributes(targetAttributes(url));
  });
  stream.once('response', (headers: IncomingHttpHeaders & { ':status'?: number }) => {
    guarded('responses are missing on the spans of HTTP requests', () => {
      const { remoteAddress, remotePort } = session.socket;
      span.setAttributes({ 'network.peer.address': remoteAddress, 'network.peer.port': remotePort });
      setStatusCode(span, headers[':status'] ?? 0);
    });
  });
  stream.once(errorMonitor, (error: unknown) => {
    endFailed(span, error);
  });
  stream.once('end', end).once('close', end);
}
