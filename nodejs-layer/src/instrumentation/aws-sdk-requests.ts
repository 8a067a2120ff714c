import type { ClientRequest, IncomingMessage } from 'node:http';
import { formatXray } from '../propagation/xray.ts';
import { now, type Time } from '../sdk/clock.ts';
import { active, isSuppressed, spanOf } from '../sdk/context.ts';
import { isValid, type SpanContext } from '../sdk/span-context.ts';
import { StatusCode, type NonRecordingSpan, type Span } from '../sdk/span.ts';
import { object } from '../trigger/event.ts';
import { describeOperation, type Operation } from './aws-sdk-services.ts';
import { endFailed, guarded, type Calls } from './instrumentation.ts';

/** Services by the first part of `x-amz-target`, where it is not the service's name. */
const TARGETS: Readonly<Record<string, string>> = {
  AmazonSQS: 'SQS',
  AWSEvents: 'EventBridge',
  AWSStepFunctions: 'SFN',
  secretsmanager: 'SecretsManager',
  AmazonSSM: 'SSM',
  TrentService: 'KMS',
  Logs: 'CloudWatchLogs',
};

/** Services by the name that they are signed with. */
const SIGNED: Readonly<Record<string, string>> = {
  s3: 'S3',
  sns: 'SNS',
  sqs: 'SQS',
  lambda: 'Lambda',
  events: 'EventBridge',
  states: 'SFN',
  sts: 'STS',
};
const RETRYABLE = new Set([429, 500, 502, 503, 504]);
/** In which the SDK makes another attempt, if it does. */
const MAX_DELAY = 20_000;

interface Call {
  readonly id: string;
  readonly span: Span | NonRecordingSpan;
  readonly most: number;
  attempt: number;
  /** Ends the span where no other attempt follows. */
  pending?: NodeJS.Timeout;
}

/**
 * Traces the AWS SDK v3 in bundles, where its requests are all that can be seen: one span for an
 * operation with all its attempts, which have the same `amz-sdk-invocation-id`. Requests of an SDK that
 * is traced itself get X-Ray's header only, which is not signed.
 */
export class BundledAwsCalls {
  private readonly byId = new Map<string, Call>();
  private readonly byRequest = new WeakMap<ClientRequest, Call>();

  constructor(private readonly calls: Calls) {}

  /** Returns whether the request is one of the AWS SDK. */
  started(request: ClientRequest): boolean {
    const id = header(request, 'amz-sdk-invocation-id');
    if (id === undefined) {
      return false;
    }
    if (isSuppressed(active())) {
      this.inject(request, spanOf(active())?.spanContext());
    } else if (this.calls.isTraced()) {
      this.trace(request, id);
    }
    return true;
  }

  private trace(request: ClientRequest, id: string): void {
    const [, attempt = '1', , most = '1'] = /attempt=(\d+)(; *max=(\d+))?/.exec(header(request, 'amz-sdk-request') ?? '') ?? [];
    const call = this.byId.get(id) ?? this.start(request, id, Number(most));
    call.attempt = Number(attempt);
    clearTimeout(call.pending);
    this.byRequest.set(request, call);
    this.inject(request, call.span.spanContext());
  }

  private start(request: ClientRequest, id: string, most: number): Call {
    const operation = operationOf(request);
    const { name, options } = describeOperation(operation);
    const call = { id, span: this.calls.startSpan(name, options), attempt: 0, most };
    this.byId.set(id, call);
    this.readBody(request, call, operation);
    return call;
  }

  private inject(request: ClientRequest, span: SpanContext | undefined): void {
    if (isValid(span) && !request.headersSent && this.calls.propagators.fields.includes('X-Amzn-Trace-Id')) {
      request.setHeader('X-Amzn-Trace-Id', formatXray(span));
    }
  }

  /** The names of tables, queues and topics are in the body, which the SDK writes at once. */
  private readBody(request: ClientRequest, call: Call, operation: Operation): void {
    const { end } = request as { end: (...args: unknown[]) => unknown };
    const describe = (body: unknown): void => {
      guarded('the input is missing on the spans of the AWS SDK', () => {
        const input = inputOf(body);
        if (input !== undefined) {
          const { name, options } = describeOperation({ ...operation, input: { ...operation.input, ...input } });
          call.span.updateName(name);
          call.span.setAttributes(options.attributes ?? {});
        }
      });
    };
    const value = function (this: ClientRequest, ...args: unknown[]): unknown {
      delete (this as { end?: unknown }).end;
      describe(args[0]);
      return Reflect.apply(end, this, args);
    };
    Object.defineProperty(request, 'end', { configurable: true, writable: true, enumerable: false, value });
  }

  answered(request: ClientRequest, response: IncomingMessage): void {
    const call = this.byRequest.get(request);
    if (call === undefined) {
      return;
    }
    const status = response.statusCode ?? 0;
    const requestId = response.headers['x-amzn-requestid'] ?? response.headers['x-amz-request-id'];
    call.span.setAttribute('http.response.status_code', status);
    call.span.setAttribute('aws.request.id', typeof requestId === 'string' ? requestId : undefined);
    response.once('end', () => {
      const fail = (): void => {
        call.span.setStatus({ code: StatusCode.ERROR });
      };
      if (RETRYABLE.has(status) && call.attempt < call.most) {
        this.endLater(call, fail);
      } else {
        if (status >= 400) {
          fail();
        }
        this.end(call);
      }
    });
  }

  failed(request: ClientRequest, error: unknown): void {
    const call = this.byRequest.get(request);
    if (call === undefined) {
      return;
    }
    if (call.attempt < call.most) {
      this.endLater(call, () => {
        call.span.setStatus({ code: StatusCode.ERROR });
        call.span.recordException(error);
      });
    } else {
      endFailed(call.span, error);
      this.end(call);
    }
  }

  private endLater(call: Call, fail: () => void): void {
    const time = now();
    call.pending = setTimeout(() => {
      fail();
      this.end(call, time);
    }, MAX_DELAY).unref();
  }

  private end(call: Call, time?: Time): void {
    this.byId.delete(call.id);
    call.span.end(time);
  }
}

function header(request: ClientRequest, name: string): string | undefined {
  const value = request.getHeader(name);
  return typeof value === 'string' ? value : undefined;
}

/** Tells the operation by `x-amz-target` (`DynamoDB_20120810.GetItem`), by `x-id=`, or by the path. */
function operationOf(request: ClientRequest): Operation {
  const [, region, signed = ''] =
    /Credential=[^/]+\/\d+\/([^/]+)\/([^/]+)\//.exec(header(request, 'authorization') ?? '') ?? [];
  const [target = '', name] = header(request, 'x-amz-target')?.split('.') ?? [];
  const url = new URL(request.path, 'http://localhost');
  const prefix = target.split('_', 1)[0] ?? '';
  const service = target === '' ? (SIGNED[signed] ?? signed) : (TARGETS[prefix] ?? prefix);
  const [, invoked] = /^\/2015-03-31\/functions\/([^/]+)\/invocations$/.exec(url.pathname) ?? [];
  return {
    service: service === '' ? 'AWS' : service,
    name: name ?? url.searchParams.get('x-id') ?? (invoked === undefined ? request.method : 'Invoke'),
    input: {
      ...(invoked === undefined ? {} : { FunctionName: decodeURIComponent(invoked) }),
      ...(service === 'S3' ? { Bucket: bucketOf(request, url) } : {}),
    },
    region,
  };
}

/** A bucket is the first part of the host, or of the path. */
function bucketOf(request: ClientRequest, url: URL): string {
  const [first = '', second] = header(request, 'host')?.split('.') ?? [];
  return second === 's3' ? first : decodeURIComponent(url.pathname.split('/')[1] ?? '');
}

/** Reads the JSON or the form that is the body of most operations. */
function inputOf(body: unknown): Record<string, unknown> | undefined {
  const bytes = typeof body === 'string' ? body : body instanceof Uint8Array ? Buffer.from(body).toString('utf8') : '';
  if (bytes.startsWith('{')) {
    return object(JSON.parse(bytes));
  }
  if (!/^\w+=/.test(bytes)) {
    return undefined;
  }
  const { Action, ...input } = Object.fromEntries(new URLSearchParams(bytes));
  return Action === undefined ? undefined : input;
}
