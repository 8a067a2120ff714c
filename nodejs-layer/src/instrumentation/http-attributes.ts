import { SpanKind, StatusCode, type NonRecordingSpan, type Span } from '../sdk/span.ts';
import type { Calls } from './instrumentation.ts';

const METHODS = new Set(['CONNECT', 'DELETE', 'GET', 'HEAD', 'OPTIONS', 'PATCH', 'POST', 'PUT', 'QUERY', 'TRACE']);
const SECRETS = new Set([
  'sig',
  'signature',
  'awsaccesskeyid',
  'x-goog-signature',
  'x-amz-signature',
  'x-amz-credential',
  'x-amz-security-token',
]);

/** Starts the span of a request. */
export function startRequest(
  calls: Calls,
  given: string,
  userAgent: unknown,
  attributes: Record<string, unknown>,
): Span | NonRecordingSpan {
  const upper = given.toUpperCase();
  // as the conventions know it (semantic-conventions v1.44.0, docs/http/http-spans.md)
  const method = METHODS.has(upper) ? upper : '_OTHER';
  return calls.startSpan(method === '_OTHER' ? 'HTTP' : method, {
    kind: SpanKind.CLIENT,
    attributes: {
      'http.request.method': method,
      'http.request.method_original': method === given ? undefined : given,
      'user_agent.original': userAgent,
      ...attributes,
    },
  });
}

/** Finds a value in a list of names and values. */
export function valueOf(list: readonly unknown[], name: string): unknown {
  const at = list.findIndex((each, i) => i % 2 === 0 && typeof each === 'string' && each.toLowerCase() === name);
  return at < 0 ? undefined : list[at + 1];
}

/** Returns the URL of what is asked for: a path, a whole URL from a proxy, or something else, such as `*`. */
export function urlOf(origin: string, path: string): URL {
  return new URL(/^https?:/.test(path) ? path : origin + path.replace(/^(?![/?])/, '/'));
}

/** Tells where a request goes; the URL loses its secrets. */
export function targetAttributes(url: URL): Record<string, unknown> {
  return {
    'server.address': url.hostname.replace(/^\[|\]$/g, ''),
    'server.port': Number(url.port) || (url.protocol === 'https:' ? 443 : 80),
    'url.full': redactUrl(url),
  };
}

/** Returns the URL without credentials and signatures. */
function redactUrl(url: URL): string {
  if (url.username !== '' || url.password !== '') {
    url.username = 'REDACTED';
    url.password = 'REDACTED';
  }
  if (url.search !== '') {
    url.search = url.search
      .slice(1)
      .split('&')
      .map((part) => {
        const name = part.split('=', 1)[0] ?? '';
        return SECRETS.has(name.toLowerCase()) ? `${name}=REDACTED` : part;
      })
      .join('&');
  }
  return url.href;
}

export function setStatusCode(span: Span | NonRecordingSpan, status: number): void {
  span.setAttribute('http.response.status_code', status);
  if (status >= 400) {
    span.setAttribute('error.type', String(status));
    span.setStatus({ code: StatusCode.ERROR });
  }
}
