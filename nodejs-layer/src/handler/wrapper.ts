import type { FunctionInstrumentation, Invocation, Outcome } from '../invocation/function-instrumentation.ts';
import type { LambdaContext } from '../invocation/lambda-context.ts';
import { enter } from '../sdk/context.ts';
import { framesBelow, withoutOwnFrames, type FramesBelow } from './stack-traces.ts';
import { preludeOf } from './response-stream.ts';
import type { Handler } from './user-function.ts';

const STREAMING = Symbol.for('aws.lambda.runtime.handler.streaming');
const HIGH_WATER_MARK = Symbol.for('aws.lambda.runtime.handler.streaming.highWaterMark');
/** Where the runtime client keeps what it does when the event loop is empty (aws-lambda-ric 3). */
const BEFORE_EXIT = Symbol.for('aws.lambda.beforeExit');

/** Returns a handler that the runtime takes for the user's, and whose invocations are traced. */
export function wrapHandler(user: Handler, instrumentation: FunctionInstrumentation): Handler {
  const marks = user as unknown as Record<symbol, unknown>;
  const streaming = Boolean(marks[STREAMING]);
  const wrapper = streaming ? wrapStreaming(user, instrumentation) : wrapBuffered(user, instrumentation);
  for (const key of [STREAMING, HIGH_WATER_MARK]) {
    if (key in user) {
      (wrapper as unknown as Record<symbol, unknown>)[key] = marks[key];
    }
  }
  // the runtime tells by the number of parameters whether there is a callback
  Object.defineProperty(wrapper, 'length', { value: user.length, configurable: true });
  Object.defineProperty(wrapper, 'name', { value: user.name, configurable: true });
  return wrapper;
}

function wrapStreaming(user: Handler, instrumentation: FunctionInstrumentation): Handler {
  return function wrapper(this: unknown, ...args: unknown[]): unknown {
    const below = framesBelow(wrapper);
    const invocation = instrumentation.begin(args[0], args[2] ?? {}, below);
    invocation.respondsBy(args[1]);
    const call = callInContext(invocation, () => Reflect.apply(user, this, args));
    if ('error' in call) {
      return settle(invocation, call, below);
    }
    if (!isThenable(call.result)) {
      // the runtime takes this for an error at once
      void invocation.end(call);
      return call.result;
    }
    return asPromise(call.result).then(
      () => settle(invocation, { result: preludeOf(args[1]) }, below, undefined),
      (error: unknown) => settle(invocation, { error }, below),
    );
  };
}

function wrapBuffered(user: Handler, instrumentation: FunctionInstrumentation): Handler {
  return function wrapper(this: unknown, ...args: unknown[]): unknown {
    const below = framesBelow(wrapper);
    const context = (args[1] ?? {}) as LambdaContext;
    const invocation = instrumentation.begin(args[0], context, below);
    const completion = new Completion(invocation, below);
    completion.intercept(args, context);
    const call = callInContext(invocation, () => Reflect.apply(user, this, args));
    if ('error' in call) {
      completion.leaveToRuntime(context);
      return settle(invocation, call, below);
    }
    if (isThenable(call.result)) {
      completion.leaveToRuntime(context);
      return asPromise(call.result).then(
        (result: unknown) => completion.afterCallback(() => settle(invocation, { result }, below, result)),
        (error: unknown) => completion.afterCallback(() => settle(invocation, { error }, below)),
      );
    }
    // a runtime with callbacks ignores what is returned
    return completion.endWhenLoopIsEmpty() ? call.result : settle(invocation, call, below, call.result);
  };
}

function callInContext(invocation: Invocation, call: () => unknown): Outcome {
  // not by run(), which would be a frame in the user's stack traces
  const previous = enter(invocation.context);
  try {
    return { result: call() };
  } catch (error) {
    return { error };
  } finally {
    enter(previous);
  }
}

/** Returns or throws what the handler did: at once, or when what was reported has left. */
function settle(invocation: Invocation, outcome: Outcome, below: FramesBelow, result?: unknown): unknown {
  if ('error' in outcome) {
    const error = withoutOwnFrames(outcome.error, below);
    const left = invocation.end({ error });
    // without an error, a runtime takes an exception and a rejection for different things
    if (left === undefined || error === undefined || error === null) {
      throw error;
    }
    return left.then(
      () => Promise.reject(error as Error),
      () => Promise.reject(error as Error),
    );
  }
  const value = arguments.length > 3 ? result : outcome.result;
  const left = invocation.end(outcome);
  return left === undefined
    ? value
    : left.then(
        () => value,
        () => value,
      );
}

function asPromise(result: PromiseLike<unknown>): Promise<unknown> {
  return result instanceof Promise ? result : new Promise((resolve, reject) => void result.then(resolve, reject));
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return value !== null && value !== undefined && typeof (value as { then?: unknown }).then === 'function';
}

type Callback = (this: unknown, ...args: unknown[]) => unknown;

/** Ends an invocation by the functions that the runtime hands a handler for that (aws-lambda-ric 3). */
class Completion {
  private taken = false;
  private passed = false;
  private hasCallback = false;
  private pending: Promise<void> | undefined;
  private readonly own = new Map<'succeed' | 'fail' | 'done', Callback>();

  constructor(
    private readonly invocation: Invocation,
    private readonly below: FramesBelow,
  ) {}

  intercept(args: unknown[], context: LambdaContext): void {
    this.hasCallback = typeof args[2] === 'function';
    if (typeof args[2] === 'function') {
      args[2] = this.around(args[2] as Callback, byCallback);
    }
    const ways = { succeed: bySuccess, fail: byFailure, done: byCallback };
    for (const [name, outcomeOf] of Object.entries(ways) as Array<
      ['succeed' | 'fail' | 'done', (args: unknown[]) => Outcome]
    >) {
      if (typeof context[name] === 'function') {
        const own = context[name] as Callback;
        this.own.set(name, own);
        context[name] = this.around(own, outcomeOf);
      }
    }
  }

  /**
   * Hands the runtime its own functions, by which it ends an invocation whose promise is settled: it reads them as soon as it
   * has the promise. The function has the others again after that.
   */
  leaveToRuntime(context: LambdaContext): void {
    for (const [name, own] of this.own) {
      const around = context[name];
      context[name] = own;
      queueMicrotask(() => {
        if (context[name] === own) {
          context[name] = around;
        }
      });
    }
  }

  private around(original: Callback, outcomeOf: (args: unknown[]) => Outcome): Callback {
    const end = (args: unknown[], pass: () => unknown): unknown => {
      if (this.taken) {
        // only the first call counts, and that one is still to be made
        return this.passed ? pass() : undefined;
      }
      this.taken = true;
      const outcome = outcomeOf(args);
      const left = this.invocation.end('error' in outcome ? { error: withoutOwnFrames(outcome.error, this.below) } : outcome);
      if (left === undefined) {
        this.passed = true;
        return pass();
      }
      this.pending = new Promise((resolve) => {
        const later = (): void => {
          this.passed = true;
          // not in the promise, in which an exception would be a rejection
          setImmediate(pass);
          setImmediate(resolve);
        };
        left.then(later, later);
      });
      return undefined;
    };
    return function (...args) {
      // bound, so that no frame of the layer is on the runtime's stack
      return end(args, original.bind(this, ...args));
    };
  }

  /** Lets a callback that was called before go first: the runtime takes no notice of the promise then. */
  afterCallback(settleNow: () => unknown): unknown {
    return this.pending === undefined ? settleNow() : this.pending.then(settleNow);
  }

  /** Returns whether the runtime waits for a callback, or for the event loop to be empty. */
  endWhenLoopIsEmpty(): boolean {
    const globals = globalThis as unknown as Record<symbol, unknown>;
    const listener = globals[BEFORE_EXIT];
    if (!this.hasCallback || typeof listener !== 'function') {
      return this.hasCallback;
    }
    if (!this.taken) {
      globals[BEFORE_EXIT] = () => {
        const respond = (): void => {
          (listener as () => void)();
        };
        const left = this.invocation.end({ result: null });
        if (left === undefined) {
          respond();
        } else {
          left.then(respond, respond);
        }
      };
    }
    return true;
  }
}

function byCallback([error, result]: unknown[]): Outcome {
  return error === undefined || error === null ? { result } : { error };
}

function bySuccess([result]: unknown[]): Outcome {
  return { result };
}

function byFailure([error]: unknown[]): Outcome {
  return { error: error ?? 'handled' };
}
