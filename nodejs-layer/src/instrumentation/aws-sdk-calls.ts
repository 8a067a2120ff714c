import { active, runWith, withSpan } from '../sdk/context.ts';
import { StatusCode, type NonRecordingSpan, type Span } from '../sdk/span.ts';
import { object, text } from '../trigger/event.ts';
import { describeOperation, describeOutput, injectContext, type Operation } from './aws-sdk-services.ts';
import { guarded, runInSpan, type AnyFunction, type Calls } from './instrumentation.ts';

interface Client {
  config?: { serviceId?: unknown; region?: () => unknown };
}

interface Command {
  constructor: { name: string };
  input: unknown;
}

/** Returns the client's `send` with a span for each operation. */
export function traceSend(calls: Calls, send: AnyFunction): AnyFunction {
  return function (this: unknown, ...args: unknown[]): unknown {
    const call = calls.isTraced() ? start(calls, this as Client, args[0] as Command) : undefined;
    if (call === undefined) {
      return Reflect.apply(send, this, args);
    }
    const callback = args.findLastIndex((each) => typeof each === 'function');
    if (callback > 0) {
      args[callback] = call.around(args[callback] as AnyFunction);
    }
    try {
      const result = runInSpan(call.span, () => Reflect.apply(send, this, args), 'untraced');
      return callback > 0 ? result : call.follow(result as Promise<unknown>);
    } catch (error) {
      call.failed(error);
      throw error;
    }
  };
}

function start(calls: Calls, client: Client, command: Command): Call | undefined {
  let call: Call | undefined;
  guarded('calls of the AWS SDK are not traced', () => {
    const { serviceId } = client.config ?? {};
    const operation: Operation = {
      service: typeof serviceId === 'string' ? serviceId.replace(/\s+/g, '') : 'AWS',
      name: command.constructor.name.replace(/Command$/, ''),
      input: object(command.input),
      region: process.env['AWS_REGION'],
    };
    const { name, options } = describeOperation(operation);
    const started = new Call(calls, operation, calls.startSpan(name, options), command);
    started.begin(client);
    call = started;
  });
  return call;
}

/** Follows one operation to its end. */
class Call {
  private readonly given: unknown;

  constructor(
    private readonly calls: Calls,
    private readonly operation: Operation,
    readonly span: Span | NonRecordingSpan,
    private readonly command: Command,
  ) {
    this.given = command.input;
  }

  begin(client: Client): void {
    guarded('messages are sent without a context', () => {
      this.command.input = injectContext(this.calls.propagators, withSpan(active(), this.span), this.operation);
    });
    Promise.resolve(client.config?.region?.()).then(
      (region) => this.span.setAttribute('cloud.region', typeof region === 'string' ? region : undefined),
      () => undefined,
    );
  }

  around(callback: AnyFunction): AnyFunction {
    const context = active();
    const end = (error: unknown, output: unknown): void => {
      if (error === undefined || error === null) {
        this.succeeded(output);
      } else {
        this.failed(error);
      }
    };
    return function (...args) {
      end(args[0], args[1]);
      return runWith(context, () => Reflect.apply(callback, this, args));
    };
  }

  follow(result: Promise<unknown>): Promise<unknown> {
    return result.then(
      (output) => {
        this.succeeded(output);
        return output;
      },
      (error: unknown) => {
        this.failed(error);
        throw error;
      },
    );
  }

  private succeeded(output: unknown): void {
    guarded('outputs are missing on the spans of the AWS SDK', () => {
      this.command.input = this.given;
      describeOutput(this.span, this.calls.propagators, this.operation, output);
    });
    this.span.end();
  }

  failed(error: unknown): void {
    guarded('errors are missing on the spans of the AWS SDK', () => {
      this.command.input = this.given;
      const { $metadata } = (error ?? {}) as { $metadata?: unknown };
      this.span.setAttribute('http.response.status_code', Number(text($metadata, 'httpStatusCode')) || undefined);
      this.span.setAttribute('aws.request.id', text($metadata, 'requestId'));
      const { message } = (error ?? {}) as { message?: unknown };
      this.span.setStatus({ code: StatusCode.ERROR, message: typeof message === 'string' ? message : undefined });
      this.span.recordException(error);
    });
    this.span.end();
  }
}
