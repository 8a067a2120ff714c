import { active, withSpan } from '../sdk/context.ts';
import { StatusCode, type NonRecordingSpan, type Span } from '../sdk/span.ts';
import { object, text } from '../trigger/event.ts';
import { describeOperation, describeOutput, injectContext, injectXray, type Operation } from './aws-sdk-services.ts';
import { endedByPromise, endingBefore, type End } from './calls-by-callback.ts';
import { guarded, runInSpan, type AnyFunction, type Calls } from './instrumentation.ts';

const UNTRACED = 'calls of the AWS SDK are not traced';

interface Client {
  config?: { serviceId?: unknown; region?: () => unknown };
}

interface Command {
  constructor: { name: string };
  input: unknown;
}

/** Returns the `send` of version 3's clients with a span for each operation. */
export function traceSend(calls: Calls, send: AnyFunction): AnyFunction {
  return function (this: unknown, ...args: unknown[]): unknown {
    const call = calls.isTraced() ? start(calls, this as Client, args[0] as Command) : undefined;
    if (call === undefined) {
      return Reflect.apply(send, this, args);
    }
    const { end } = call;
    const callback = args.findLastIndex((each) => typeof each === 'function');
    if (callback > 0) {
      args[callback] = endingBefore(args[callback] as AnyFunction, end);
    }
    return endedByPromise(() => runInSpan(call.span, () => Reflect.apply(send, this, args), 'untraced'), end);
  };
}

function start(calls: Calls, client: Client, command: Command): Call | undefined {
  let call: Call | undefined;
  guarded(UNTRACED, () => {
    const operation: Operation = {
      service: serviceOf(client.config?.serviceId),
      name: command.constructor.name.replace(/Command$/, ''),
      input: object(command.input),
      region: process.env['AWS_REGION'],
    };
    const { name, options } = describeOperation(operation);
    const started = new Call(calls, operation, calls.startSpan(name, options), command);
    started.begin();
    started.setRegion(client.config?.region?.());
    call = started;
  });
  return call;
}

/** Is a request of version 2, and has its input. */
interface Request {
  service?: {
    api?: { serviceId?: unknown; className?: unknown; abbreviation?: unknown };
    config?: { region?: unknown };
    serviceIdentifier?: unknown;
  };
  operation?: unknown;
  params: unknown;
  httpRequest?: { headers?: Record<string, unknown> };
  on: (event: 'complete', listener: (response: Response) => void, first: boolean) => unknown;
}

interface Response {
  data?: unknown;
  error?: unknown;
  requestId?: unknown;
  extendedRequestId?: unknown;
  httpResponse?: { statusCode?: unknown };
}

/**
 * Returns a method of version 2's requests with a span for each of them: to the end, as `send` and `promise` ask for, and not up
 * to the signature, as whoever wants a URL does.
 */
export function traceRunTo(calls: Calls, runTo: AnyFunction): AnyFunction {
  const started = new WeakSet();
  return function (this: unknown, ...args: unknown[]): unknown {
    const request = this as Request;
    if (args[0] === undefined && !started.has(request) && calls.isTraced()) {
      started.add(request);
      guarded(UNTRACED, () => {
        follow(calls, request);
      });
    }
    return Reflect.apply(runTo, this, args);
  };
}

/** No context is entered: the listeners of the request have the caller's, and its HTTP requests are known by their headers. */
function follow(calls: Calls, request: Request): void {
  const { api, config, serviceIdentifier } = request.service ?? {};
  const method = String(request.operation);
  const operation: Operation = {
    service: serviceOf(api?.serviceId),
    name: method.charAt(0).toUpperCase() + method.slice(1),
    input: object(request.params),
    region: typeof config?.region === 'string' ? config.region : undefined,
  };
  const { name, options } = describeOperation(operation);
  const attributes = {
    ...options.attributes,
    'aws.operation': method,
    'aws.service.api': api?.className,
    'aws.service.identifier': serviceIdentifier,
    'aws.service.name': api?.abbreviation,
  };
  const call = new Call(calls, operation, calls.startSpan(name, { ...options, attributes }), {
    get input() {
      return request.params;
    },
    set input(value) {
      request.params = value;
    },
  });
  call.begin();
  injectXray(calls.propagators, call.span.spanContext(), (header, value) => {
    const { headers } = request.httpRequest ?? {};
    if (headers !== undefined) {
      headers[header] ??= value;
    }
  });
  const end = ({ data, error, requestId, extendedRequestId, httpResponse }: Response): void => {
    const $metadata = { requestId, extendedRequestId, httpStatusCode: httpResponse?.statusCode };
    call.end(error, { ...object(data), $metadata });
  };
  // before those of the function
  request.on('complete', end, true);
}

function serviceOf(id: unknown): string {
  return typeof id === 'string' ? id.replace(/\s+/g, '') : 'AWS';
}

/** Follows one operation to its end. */
class Call {
  private readonly given: unknown;
  private sent: unknown;

  constructor(
    private readonly calls: Calls,
    private readonly operation: Operation,
    readonly span: Span | NonRecordingSpan,
    private readonly command: { input: unknown },
  ) {
    this.given = command.input;
  }

  begin(): void {
    guarded('messages are sent without a context', () => {
      this.sent = injectContext(this.calls.propagators, withSpan(active(), this.span), this.operation);
      this.command.input = this.sent;
    });
  }

  setRegion(given: unknown): void {
    Promise.resolve(given).then(
      (region) => this.span.setAttribute('cloud.region', typeof region === 'string' ? region : undefined),
      () => undefined,
    );
  }

  readonly end: End = (error, output) => {
    guarded('results are missing on the spans of the AWS SDK', () => {
      // version 2 may have replaced it since, by what the function may look at
      if (this.command.input === this.sent) {
        this.command.input = this.given;
      }
      if (error === undefined || error === null) {
        describeOutput(this.span, this.calls.propagators, this.operation, output);
        return;
      }
      const metadata = object(output)['$metadata'] ?? object(error)['$metadata'];
      this.span.setAttribute('http.response.status_code', Number(text(metadata, 'httpStatusCode')) || undefined);
      this.span.setAttribute('aws.request.id', text(metadata, 'requestId'));
      const { message } = error as { message?: unknown };
      this.span.setStatus({ code: StatusCode.ERROR, message: typeof message === 'string' ? message : undefined });
      this.span.recordException(error);
    });
    this.span.end();
  };
}
