import type { ClientRequest, IncomingMessage } from 'node:http';
import { active, withSpan } from '../sdk/context.ts';
import { SpanKind, type NonRecordingSpan, type Span } from '../sdk/span.ts';
import { BundledAwsCalls, isAwsRequest } from './aws-sdk-requests.ts';
import { clientSpanName, knownMethod, setStatusCode, targetAttributes } from './http-attributes.ts';
import { endFailed, guarded, type Calls } from './instrumentation.ts';

/** Traces the requests of `node:http` and `node:https`. */
export class HttpRequests {
  private readonly spans = new WeakMap<ClientRequest, Span | NonRecordingSpan>();
  private aws: BundledAwsCalls | undefined;
  private readonly runtimeApi = process.env['AWS_LAMBDA_RUNTIME_API'];

  /** @param tracesVersion2 tells whether requests of the AWS SDK v2 belong to calls that are traced */
  constructor(
    private readonly calls: Calls,
    private readonly tracesVersion2: () => boolean,
  ) {}

  created(request: ClientRequest): void {
    guarded('HTTP requests are not traced', () => {
      if (this.spans.has(request) || hostOf(request) === this.runtimeApi) {
        return;
      }
      if (isAwsRequest(request)) {
        this.aws ??= new BundledAwsCalls(this.calls.of('aws-sdk'), this.tracesVersion2);
        this.aws.started(request);
        return;
      }
      if (!this.calls.isTraced()) {
        return;
      }
      const span = this.start(request);
      this.spans.set(request, span);
      request.once('close', () => {
        span.end();
      });
    });
  }

  private start(request: ClientRequest): Span | NonRecordingSpan {
    const url = urlOf(request);
    const method = knownMethod(request.method);
    const userAgent = request.getHeader('user-agent');
    const span = this.calls.startSpan(clientSpanName(method), {
      kind: SpanKind.CLIENT,
      attributes: {
        'http.request.method': method,
        'http.request.method_original': method === request.method ? undefined : request.method,
        ...targetAttributes(url),
        'user_agent.original': typeof userAgent === 'string' ? userAgent : undefined,
      },
    });
    if (acceptsHeaders(request)) {
      this.calls.propagators.inject(withSpan(active(), span), (name, value) => {
        if (!request.hasHeader(name)) {
          request.setHeader(name, value);
        }
      });
    }
    return span;
  }

  answered({ request, response }: { request: ClientRequest; response: IncomingMessage }): void {
    guarded('responses are missing on the spans of HTTP requests', () => {
      this.aws?.answered(request, response);
      const span = this.spans.get(request);
      if (span !== undefined) {
        const { remoteAddress, remotePort } = response.socket;
        span.setAttribute('network.peer.address', remoteAddress);
        span.setAttribute('network.peer.port', remotePort);
        span.setAttribute('network.protocol.version', response.httpVersion);
        setStatusCode(span, response.statusCode ?? 0);
        response.once('end', () => {
          span.end();
        });
      }
    });
  }

  failed({ request, error }: { request: ClientRequest; error: unknown }): void {
    guarded('errors are missing on the spans of HTTP requests', () => {
      this.aws?.failed(request, error);
      const span = this.spans.get(request);
      if (span !== undefined) {
        endFailed(span, error);
      }
    });
  }
}

/** Headers that are given as a list, and those with `Expect`, are written by the constructor. */
export function acceptsHeaders(request: ClientRequest): boolean {
  return !request.headersSent;
}

function hostOf(request: ClientRequest): string {
  const host = request.getHeader('host');
  return typeof host === 'string' ? host : request.host;
}

function urlOf(request: ClientRequest): URL {
  // a proxy is asked for a whole URL
  return /^https?:/.test(request.path)
    ? new URL(request.path)
    : new URL(`${request.protocol}//${hostOf(request)}${request.path}`);
}
