import type { ClientRequest, IncomingMessage } from 'node:http';
import { now, type Time } from '../sdk/clock.ts';
import { active, isSuppressed, spanOf } from '../sdk/context.ts';
import type { SpanContext } from '../sdk/span-context.ts';
import { Span, StatusCode, type NonRecordingSpan } from '../sdk/span.ts';
import { object, text } from '../trigger/event.ts';
import { describeOperation, describeOutput, injectXray, type Operation } from './aws-sdk-services.ts';
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
/** Longer responses are not read. */
const MAX_READ = 64 * 1024;

interface Call {
  readonly id: string | symbol | undefined;
  readonly span: Span | NonRecordingSpan;
  readonly most: number;
  operation: Operation;
  attempt: number;
  /** Ends the span where no other attempt follows. */
  pending?: NodeJS.Timeout;
}

/** How version 2 begins its `User-Agent`. */
const VERSION_2 = 'aws-sdk-nodejs/2.';
/** What the attempts of a version 3 have in common. */
const INVOCATION_ID = 'amz-sdk-invocation-id';

export function isAwsRequest(request: ClientRequest): boolean {
  return request.hasHeader(INVOCATION_ID) || isOfVersion2(request);
}

function isOfVersion2(request: ClientRequest): boolean {
  return header(request, 'user-agent')?.startsWith(VERSION_2) === true;
}

/**
 * Traces the AWS SDK in bundles, where its requests are all that can be seen: one span for an operation of version 3 with all its
 * attempts, which have the same `amz-sdk-invocation-id`, and one for each attempt of version 2. Requests of an SDK that is traced
 * itself get X-Ray's header only, which is not signed.
 */
export class BundledAwsCalls {
  private readonly byId = new Map<Call['id'], Call>();
  private readonly byRequest = new WeakMap<ClientRequest, Call>();

  /** @param tracesVersion2 tells whether requests of version 2 belong to calls that are traced */
  constructor(
    private readonly calls: Calls,
    private readonly tracesVersion2: () => boolean,
  ) {}

  started(request: ClientRequest): void {
    if (isOfVersion2(request)) {
      if (this.calls.isTraced() && !this.tracesVersion2()) {
        this.trace(request, Symbol());
      }
    } else if (isSuppressed(active())) {
      this.inject(request, spanOf(active())?.spanContext());
    } else if (this.calls.isTraced()) {
      this.trace(request, header(request, INVOCATION_ID));
    }
  }

  private trace(request: ClientRequest, id: Call['id']): void {
    const [, attempt = '1', , most = '1'] = /attempt=(\d+)(; *max=(\d+))?/.exec(header(request, 'amz-sdk-request') ?? '') ?? [];
    const call = this.byId.get(id) ?? this.start(request, id, Number(most));
    call.attempt = Number(attempt);
    clearTimeout(call.pending);
    this.byRequest.set(request, call);
    this.inject(request, call.span.spanContext());
  }

  private start(request: ClientRequest, id: Call['id'], most: number): Call {
    const operation = operationOf(request);
    const { name, options } = describeOperation(operation);
    const call = { id, operation, span: this.calls.startSpan(name, options), attempt: 0, most };
    this.byId.set(id, call);
    // the body of others is the function's, as S3's objects are
    if (/^application\/x-(amz-json|www-form)/.test(header(request, 'content-type') ?? '')) {
      this.readInput(request, call);
    }
    return call;
  }

  private inject(request: ClientRequest, span: SpanContext | undefined): void {
    if (!request.headersSent) {
      injectXray(this.calls.propagators, span, (name, value) => request.setHeader(name, value));
    }
  }

  /** The names of tables, queues and topics are in the body, which the SDK writes at once. */
  private readInput(request: ClientRequest, call: Call): void {
    const { end } = request as { end: (...args: unknown[]) => unknown };
    const describe = (body: unknown): void => {
      guarded('the input is missing on the spans of the AWS SDK', () => {
        const { Action: action, ...input } = inputOf(body);
        const { operation, span } = call;
        call.operation = {
          ...operation,
          name: text({ action }, 'action') ?? operation.name,
          input: { ...operation.input, ...input },
        };
        const { name, options } = describeOperation(call.operation);
        span.updateName(name);
        span.setAttributes(options.attributes ?? {});
        if (span instanceof Span) {
          span.kind = options.kind ?? span.kind;
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
    const { 'x-amzn-requestid': requestId = response.headers['x-amz-request-id'], 'x-amz-id-2': extendedId } = response.headers;
    const $metadata = { httpStatusCode: status, requestId, extendedRequestId: extendedId };
    const read = startReading(response);
    response.once('end', () => {
      guarded('outputs are missing on the spans of the AWS SDK', () => {
        const { span, operation } = call;
        const output = status < 400 && read().startsWith('{') ? object(JSON.parse(read())) : {};
        describeOutput(span, this.calls.propagators, operation, { ...output, $metadata });
      });
      const fail = (): void => {
        const { name, message } = errorOf(response, read());
        call.span.setStatus({ code: StatusCode.ERROR, message });
        call.span.recordException({ name, message });
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
    response.once('close', () => {
      // which the function has not read to its end
      if (!response.readableEnded) {
        if (response.errored === null) {
          this.end(call);
        } else {
          this.failed(request, response.errored);
        }
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
    clearTimeout(call.pending);
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
    name: name ?? url.searchParams.get('x-id') ?? (invoked === undefined ? methodOf(request, service, url) : 'Invoke'),
    input: {
      ...(invoked === undefined ? {} : { FunctionName: decodeURIComponent(invoked) }),
      ...(service === 'S3' ? { Bucket: bucketOf(request, url) } : {}),
    },
    region,
  };
}

/** Version 2 does not name the operation in the request: those of an object are told by the method. */
function methodOf(request: ClientRequest, service: string, url: URL): string {
  const bucket = bucketOf(request, url);
  const isObject = service === 'S3' && url.search === '' && url.pathname.replace(`/${bucket}/`, '/') !== '/';
  // GetObject, PutObject and so on
  return isObject ? `${request.method.charAt(0)}${request.method.slice(1).toLowerCase()}Object` : request.method;
}

/** A bucket is the first part of the host, or of the path. */
function bucketOf(request: ClientRequest, url: URL): string {
  const [first = '', second] = header(request, 'host')?.split('.') ?? [];
  return second === 's3' ? first : decodeURIComponent(url.pathname.split('/')[1] ?? '');
}

/** Reads the JSON or the form that is the body of most operations. */
function inputOf(body: unknown): Record<string, unknown> {
  const bytes = typeof body === 'string' ? body : body instanceof Uint8Array ? Buffer.from(body).toString('utf8') : '';
  if (bytes.startsWith('{')) {
    return object(JSON.parse(bytes));
  }
  return /^\w+=/.test(bytes) ? Object.fromEntries(new URLSearchParams(bytes)) : {};
}

/** Keeps what arrives of a short JSON or XML, as nobody but the function may read the response; returns what gives its text. */
function startReading(response: IncomingMessage): () => string {
  const { 'content-type': type, 'content-length': length } = response.headers;
  if (!/json|xml/.test(type ?? 'xml') || !(Number(length ?? 0) <= MAX_READ)) {
    return () => '';
  }
  const { push } = response as { push: (...args: unknown[]) => boolean };
  const parts: Uint8Array[] = [];
  let size = 0;
  const value = function (this: IncomingMessage, ...args: unknown[]): boolean {
    const [part] = args;
    if (part instanceof Uint8Array && (size += part.length) <= MAX_READ) {
      parts.push(part);
    } else if (part === null) {
      delete (this as { push?: unknown }).push;
    }
    return Reflect.apply(push, this, args);
  };
  Object.defineProperty(response, 'push', { configurable: true, writable: true, enumerable: false, value });
  return () => (size > MAX_READ ? '' : Buffer.concat(parts).toString());
}

/** Returns what the SDK makes an error of. */
function errorOf({ headers }: IncomingMessage, body: string): { name: string; message: string } {
  let [name, message] = ['Code', 'Message'].map((tag) => new RegExp(`<${tag}>([^<]*)<`).exec(body)?.[1]);
  if (body.startsWith('{')) {
    const error = object(JSON.parse(body));
    name = text(error, '__type') ?? text(error, 'code');
    message = text(error, 'message') ?? text(error, 'Message');
  }
  name = text(headers, 'x-amzn-errortype') ?? name ?? 'Error';
  return { name: name.replace(/^.*#|[:,].*$/g, ''), message: message ?? 'UnknownError' };
}
