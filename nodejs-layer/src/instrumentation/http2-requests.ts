import type { ClientHttp2Session, ClientHttp2Stream, IncomingHttpHeaders } from 'node:http2';
import type { Socket } from 'node:net';
import { active, withSpan } from '../sdk/context.ts';
import type { NonRecordingSpan, Span } from '../sdk/span.ts';
import { endedByEvents } from './calls-by-callback.ts';
import { setStatusCode, startRequest, targetAttributes, urlOf, valueOf } from './http-attributes.ts';
import { endFailed, guarded, wrapMethod, type AnyFunction, type Calls } from './instrumentation.ts';

/** Are an object, or a list of names and values. */
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
      const [headers = {}] = args as [Headers?];
      // anything else is an error
      if (typeof headers !== 'object' || (headers as unknown) === null || !calls.isTraced()) {
        return;
      }
      const list = Array.isArray(headers) ? headers : Object.entries(headers).flat();
      const method = (valueOf(list, ':method') ?? 'GET') as string | number;
      const userAgent = valueOf(list, 'user-agent');
      // what goes through a tunnel is traced, and a tunnel has no URL
      if (method !== 'CONNECT' && !isTracedElsewhere(this as ClientHttp2Session, userAgent)) {
        span = startRequest(calls, String(method), userAgent, { 'network.protocol.version': '2' });
        args[0] = withContext(calls, span, headers, list);
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
function isTracedElsewhere(session: ClientHttp2Session, userAgent: unknown): boolean {
  return (
    String(userAgent).includes('grpc-node-js/') ||
    Object.getOwnPropertySymbols(session).some(({ description }) => description === 'open streams')
  );
}

/** @param list the names and values of the headers */
function withContext(calls: Calls, span: Span | NonRecordingSpan, headers: Headers, list: readonly unknown[]): Headers {
  // with the symbol that names the sensitive ones
  const copy: Headers = Object.assign(Array.isArray(headers) ? [] : {}, headers);
  calls.propagators.inject(withSpan(active(), span), (field, value) => {
    const name = field.toLowerCase();
    if (valueOf(list, name) !== undefined) {
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
  guarded('HTTP/2 requests are not traced', () => {
    const {
      ':scheme': scheme,
      ':authority': authority,
      host,
      ':path': path = '',
    } = stream.sentHeaders as Record<string, string>;
    span.setAttributes(targetAttributes(urlOf(`${String(scheme)}://${String(authority ?? host)}`, path)));
  });
  stream.once('response', (headers: IncomingHttpHeaders & { ':status'?: number }) => {
    guarded('responses are missing on the spans of HTTP requests', () => {
      setStatusCode(span, headers[':status'] ?? 0);
      // a session that has been destroyed since has none
      const { remoteAddress, remotePort } = (session.socket as Socket | undefined) ?? {};
      span.setAttributes({ 'network.peer.address': remoteAddress, 'network.peer.port': remotePort });
    });
  });
  endedByEvents(stream, ['end', 'close'], (error) => {
    if (error === undefined) {
      span.end();
    } else {
      endFailed(span, error);
    }
  });
}
