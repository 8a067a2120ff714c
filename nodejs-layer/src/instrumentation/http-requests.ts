import type { ClientRequest, IncomingMessage } from 'node:http';
import { active, withSpan } from '../sdk/context.ts';
import type { NonRecordingSpan, Span } from '../sdk/span.ts';
import { BundledAwsCalls, isAwsRequest } from './aws-sdk-requests.ts';
import { setStatusCode, startRequest, targetAttributes, urlOf } from './http-attributes.ts';
import { endFailed, guarded, type Calls } from './instrumentation.ts';

/** Traces the requests of `node:http` and `node:https`. */
export class HttpRequests {
  private readonly spans = new WeakMap<ClientRequest, Span | NonRecordingSpan>();
  private readonly aws: BundledAwsCalls | undefined;
  private readonly runtimeApi = process.env['AWS_LAMBDA_RUNTIME_API'];

  /** @param tracesVersion2 tells whether requests of the AWS SDK v2 belong to calls that are traced */
  constructor(
    private readonly calls: Calls,
    tracesVersion2: () => boolean,
  ) {
    const aws = calls.of('aws-sdk');
    this.aws = aws && new BundledAwsCalls(aws, tracesVersion2);
  }

  created(request: ClientRequest): void {
    guarded('HTTP requests are not traced', () => {
      if (this.spans.has(request) || hostOf(request) === this.runtimeApi) {
        return;
      }
      if (this.aws !== undefined && isAwsRequest(request)) {
        this.aws.started(request);
        return;
      }
      // what goes through a tunnel is traced, and a tunnel has no URL
      if (!this.calls.isTraced() || request.method === 'CONNECT') {
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
    const userAgent = request.getHeader('user-agent');
    const span = startRequest(
      this.calls,
      request.method,
      typeof userAgent === 'string' ? userAgent : undefined,
      targetAttributes(urlOf(`${request.protocol}//${hostOf(request)}`, request.path)),
    );
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
