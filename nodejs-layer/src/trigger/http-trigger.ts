import { StatusCode, type Span } from '../sdk/span.ts';
import { clientOf, hostOf, parsePort, portOf } from './addresses.ts';
import { headersOf, node, text, type Json } from './event.ts';
import { redact } from './query-string.ts';
import { Trigger } from './trigger.ts';

const METHODS = new Set(['CONNECT', 'DELETE', 'GET', 'HEAD', 'OPTIONS', 'PATCH', 'POST', 'PUT', 'QUERY', 'TRACE']);
const OTHER = '_OTHER';

/** Describes an HTTP request that is passed on (semantic-conventions v1.44.0, docs/http/http-spans.md). */
export abstract class HttpTrigger extends Trigger {
  readonly type = 'http';
  private readonly headers: Map<string, string>;

  constructor(protected readonly event: Json) {
    super();
    this.headers = headersOf(event);
  }

  override spanName(): string | undefined {
    const method = knownMethod(this.method());
    const route = this.route();
    return method === undefined || route === undefined ? route : `${method === OTHER ? 'HTTP' : method} ${route}`;
  }

  override attributes(): Record<string, string | number | undefined> {
    const method = this.method();
    const known = knownMethod(method);
    const forwarded = this.headers.get('x-forwarded-for');
    const query = this.query();
    return {
      'http.request.method': known,
      'http.request.method_original': known === method ? undefined : method,
      'http.route': this.route(),
      'url.path': this.path(),
      'url.scheme': this.headers.get('x-forwarded-proto'),
      'network.protocol.version': protocolVersion(this.protocol()),
      'user_agent.original': this.headers.get('user-agent'),
      ...this.server(),
      'client.address': forwarded === undefined ? this.peer() : clientOf(forwarded),
      'url.query': query === undefined || query === '' ? undefined : redact(query),
    };
  }

  private server(): Record<string, string | number | undefined> {
    const host =
      this.headers.get('x-forwarded-host') ?? this.headers.get('host') ?? text(this.event, 'requestContext', 'domainName');
    if (host === undefined || host === '') {
      return {};
    }
    return { 'server.address': hostOf(host), 'server.port': portOf(host) ?? parsePort(this.headers.get('x-forwarded-port')) };
  }

  override setResponse(span: Span, response: unknown): void {
    const status = statusOf(response) ?? this.defaultStatus();
    if (status === undefined || status <= 0) {
      return;
    }
    span.setAttribute('http.response.status_code', status);
    if (status >= 500) {
      span.setStatus({ code: StatusCode.ERROR });
      span.setAttribute('error.type', String(status));
    }
  }

  protected method(): string | undefined {
    return text(this.event, 'httpMethod');
  }

  /** Returns the route as the API defines it, such as `/orders/{id}`. */
  protected route(): string | undefined {
    return undefined;
  }

  protected path(): string | undefined {
    return text(this.event, 'path');
  }

  /** Returns the query as the client sent it, without its question mark. */
  protected abstract query(): string | undefined;

  /** Returns the address that the request came from, as the service saw it. */
  protected peer(): string | undefined {
    return text(this.event, 'requestContext', 'identity', 'sourceIp');
  }

  protected protocol(): string | undefined {
    return text(this.event, 'requestContext', 'protocol');
  }

  /** Returns what the client gets for a response that names no status, or undefined if that is an error. */
  protected defaultStatus(): number | undefined {
    return undefined;
  }
}

function knownMethod(method: string | undefined): string | undefined {
  return method === undefined || METHODS.has(method) ? method : OTHER;
}

/** HTTP 2 and 3 have no minor version. */
function protocolVersion(protocol: string | undefined): string | undefined {
  const version = protocol?.startsWith('HTTP/') === true ? protocol.slice('HTTP/'.length) : undefined;
  return version === '2.0' || version === '3.0' ? version.slice(0, 1) : version;
}

/** Returns the status that a response names, 0 for what is no status, undefined where it names none. */
function statusOf(response: unknown): number | undefined {
  const status = node(response, 'statusCode');
  if (status === undefined || (typeof status === 'object' && status !== null)) {
    return undefined;
  }
  const number = typeof status === 'number' || typeof status === 'string' ? Number(status) : NaN;
  return Number.isInteger(number) && number >= 100 && number <= 599 ? number : 0;
}
