import type { Invocation, Outcome } from '../invocation/function-instrumentation.ts';
import type { LambdaContext } from '../invocation/lambda-context.ts';
import { attempt } from '../settings/diagnostics.ts';
import { withoutOwnFrames, type FramesBelow } from './stack-traces.ts';

/** Where the runtime client keeps what it does when the event loop is empty (aws-lambda-ric 3). */
const BEFORE_EXIT = Symbol.for('aws.lambda.beforeExit');

type Callback = (this: unknown, ...args: unknown[]) => unknown;

/** Ends an invocation by the functions that the runtime hands a handler for that (aws-lambda-ric 3). */
export class Completion {
  /** Whether the runtime hands out a callback, too. */
  hasCallback = false;
  private taken = false;
  private handedOver = false;
  private passed = false;
  private pending: Promise<void> | undefined;
  private readonly own = new Map<'succeed' | 'fail' | 'done', Callback>();

  constructor(
    readonly invocation: Invocation,
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
    attempt('an invocation may end twice', () => {
      if (Object.isFrozen(context)) {
        return;
      }
      this.handedOver = true;
      for (const [name, own] of this.own) {
        const around = context[name];
        context[name] = own;
        queueMicrotask(() => {
          if (context[name] === own) {
            context[name] = around;
          }
        });
      }
    });
  }

  private around(original: Callback, outcomeOf: (args: unknown[]) => Outcome): Callback {
    const end = (args: unknown[], pass: () => unknown): unknown => {
      if (this.taken) {
        // only the first call counts, and that one is still to be made
        return this.passed ? pass() : undefined;
      }
      this.taken = true;
      const outcome = outcomeOf(args);
      const left = this.invocation.end(
        outcome.failed ? { failed: true, error: withoutOwnFrames(outcome.error, this.below) } : outcome,
      );
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

  /** Returns whether a callback was called, of which the runtime does not know yet. */
  isPending(): boolean {
    return this.pending !== undefined;
  }

  /**
   * Settles what the handler has returned or thrown. A callback that was called before goes first, and the runtime takes no
   * notice of the promise then; one that is called later is none of the runtime's.
   */
  settle(settleNow: () => unknown): unknown {
    if (this.pending !== undefined) {
      return this.pending.then(settleNow);
    }
    // without its own functions, the runtime itself calls one of those here
    this.taken ||= this.handedOver;
    return settleNow();
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
        const left = this.invocation.end({ failed: false, result: null });
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
  return error === undefined || error === null ? { failed: false, result } : { failed: true, error };
}

function bySuccess([result]: unknown[]): Outcome {
  return { failed: false, result };
}

function byFailure([error]: unknown[]): Outcome {
  return { failed: true, error: error ?? 'handled' };
}
