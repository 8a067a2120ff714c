import { StatusCode, type NonRecordingSpan, type Span } from '../sdk/span.ts';

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

/** Returns the method as the conventions know it (semantic-conventions v1.44.0, docs/http/http-spans.md). */
export function knownMethod(method: string): string {
  const upper = method.toUpperCase();
  return METHODS.has(upper) ? upper : '_OTHER';
}

/** Returns the name of a client's span. */
export function clientSpanName(method: string): string {
  return method === '_OTHER' ? 'HTTP' : method;
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
