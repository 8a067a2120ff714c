import { withoutOwnFrames, type FramesBelow } from '../handler/stack-traces.ts';
import type { Pipeline } from '../export/pipeline.ts';
import type { FlushPolicy } from '../flush/flush-policy.ts';
import { guardTimeout } from '../flush/timeout-guard.ts';
import { nameOf, warnOf } from '../settings/diagnostics.ts';
import type { FunctionSettings } from '../settings/settings.ts';
import { synchronizeClock } from '../sdk/clock.ts';
import { ROOT, type Context } from '../sdk/context.ts';
import { INVALID } from '../sdk/span-context.ts';
import { NonRecordingSpan, Span, StatusCode } from '../sdk/span.ts';
import type { Json } from '../trigger/event.ts';
import { OtherTrigger } from '../trigger/other-trigger.ts';
import type { FunctionSpan, FunctionSpans, StartedSpan } from './function-spans.ts';
import { remainingOf, textOf, type LambdaContext } from './lambda-context.ts';

/** Is told of invocations beside the span, such as the function's metrics. */
export interface InvocationObserver {
  begin(started: StartedSpan): { timedOut(): void; end(failed: boolean): void };
}

/** Puts payloads on the invocation's span, where the user has asked for them. */
export interface Payloads {
  setEvent(span: Span, event: Json): void;
  setResponse(span: Span, response: unknown): void;
  /** Returns the response of a handler that writes to a stream. */
  watch(stream: unknown): unknown;
}

/** Tells how a handler has ended. */
export type Outcome = { readonly failed: false; readonly result: unknown } | { readonly failed: true; readonly error: unknown };

/**
 * Traces the invocations of one handler: for each a span, below the parent that the event names and
 * current while the handler runs; then the flush policy's turn. Whatever fails in here, the handler
 * still runs.
 */
export class FunctionInstrumentation {
  private readonly open = new Set<Invocation>();

  constructor(
    private readonly pipeline: Pipeline,
    private readonly spans: FunctionSpans,
    private readonly policy: FlushPolicy,
    private readonly settings: FunctionSettings,
    private readonly observer: InvocationObserver | undefined,
    private readonly payloads: Payloads | undefined,
  ) {}

  /** @param below the frames below the handler's */
  begin(event: Json, context: LambdaContext, below: FramesBelow): Invocation {
    const remove = (): boolean => this.open.delete(invocation);
    const invocation: Invocation = new Invocation(
      this.start(event, context),
      context,
      below,
      this.policy,
      remove,
      this.payloads,
    );
    this.open.add(invocation);
    try {
      const measurement = this.observer?.begin(invocation.started);
      invocation.atEnd((failed) => {
        measurement?.end(failed);
      });
      if (this.settings.timeoutGuard) {
        const endGuard = guardTimeout(this.pipeline, invocation.started.span, remainingOf(context), () => {
          measurement?.timedOut();
        });
        invocation.atEnd(endGuard);
      }
    } catch (cause) {
      warnOf('a timeout will not be seen', cause);
    }
    return invocation;
  }

  private start(event: Json, context: LambdaContext): StartedSpan {
    try {
      synchronizeClock();
      const started = this.spans.start(event, context);
      this.describe(event, started.span);
      return started;
    } catch (cause) {
      warnOf('an invocation is not traced', cause);
      return { span: new NonRecordingSpan(INVALID), trigger: new OtherTrigger(), context: ROOT, coldStart: false };
    }
  }

  private describe(event: Json, span: FunctionSpan): void {
    try {
      if (this.payloads !== undefined && span instanceof Span) {
        this.payloads.setEvent(span, event);
      }
    } catch (cause) {
      warnOf('an event is missing on its span', cause);
    }
  }

  /** Marks what is running as failed, by an error that nobody has caught. */
  crashed(error: unknown): void {
    const [first] = this.open;
    withoutOwnFrames(error, first?.below);
    for (const invocation of this.open) {
      invocation.fail(error);
    }
  }
}

/** Holds one invocation until its handler is done. */
export class Invocation {
  private readonly endings: Array<(failed: boolean) => void> = [];
  private ended = false;
  private stream: { readonly written: unknown } | undefined;

  constructor(
    readonly started: StartedSpan,
    private readonly lambda: LambdaContext,
    readonly below: FramesBelow,
    private readonly policy: FlushPolicy,
    private readonly remove: () => unknown,
    private readonly payloads: Payloads | undefined,
  ) {}

  get context(): Context {
    return this.started.context;
  }

  atEnd(ending: (failed: boolean) => void): void {
    this.endings.push(ending);
  }

  /** Is told of the stream that a handler writes its response to. */
  respondsBy(stream: unknown): void {
    try {
      if (this.payloads !== undefined && this.started.span instanceof Span) {
        this.stream = { written: this.payloads.watch(stream) };
      }
    } catch (cause) {
      warnOf('a response is missing on its span', cause);
    }
  }

  /** Ends the span; the response waits for the promise, if there is one. */
  end(outcome: Outcome): Promise<unknown> | undefined {
    if (this.ended) {
      return undefined;
    }
    this.ended = true;
    try {
      this.remove();
      this.describe(outcome);
      this.started.span.end();
      for (const ending of this.endings) {
        ending(outcome.failed);
      }
    } catch (cause) {
      warnOf("this invocation's span is lost", cause);
    }
    try {
      return this.policy.afterInvocation({
        requestId: textOf(this.lambda.awsRequestId),
        remaining: () => remainingOf(this.lambda),
      });
    } catch (cause) {
      warnOf('what this invocation reported may be late or lost', cause);
      return undefined;
    }
  }

  private describe(outcome: Outcome): void {
    if (outcome.failed) {
      this.fail(outcome.error);
      return;
    }
    const { span, trigger } = this.started;
    try {
      if (span instanceof Span) {
        trigger.setResponse(span, outcome.result);
        this.payloads?.setResponse(span, this.stream === undefined ? outcome.result : this.stream.written);
      }
    } catch (cause) {
      warnOf('attributes of the response are missing', cause);
    }
  }

  fail(error: unknown): void {
    try {
      const { span } = this.started;
      if (span instanceof Span) {
        span.setStatus({ code: StatusCode.ERROR });
        span.setAttribute('error.type', nameOf(error));
        span.recordException(error ?? String(error));
      }
    } catch (cause) {
      warnOf("the handler's error is missing on its span", cause);
    }
  }
}
