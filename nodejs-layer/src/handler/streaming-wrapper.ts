import type { FunctionInstrumentation, Outcome } from '../invocation/function-instrumentation.ts';
import { enter } from '../sdk/context.ts';
import { attempt } from '../settings/diagnostics.ts';
import { keepMemberName } from './member-name.ts';
import { preludeOf } from './response-stream.ts';
import { isThenable, settle, whenAwaited } from './settlement.ts';
import { framesBelow } from './stack-traces.ts';
import type { Handler } from './user-function.ts';

/** Returns a handler that writes its response to a stream, and whose invocations are traced. */
export function wrapStreaming(user: Handler, instrumentation: FunctionInstrumentation): Handler {
  return function wrapper(this: unknown, ...args: unknown[]): unknown {
    const below = framesBelow(wrapper);
    keepMemberName(this, wrapper, user);
    const invocation = attempt('an invocation is not traced', () => {
      const begun = instrumentation.begin(args[0], args[2] ?? {}, below);
      begun.respondsBy(args[1]);
      return begun;
    });
    if (invocation === undefined) {
      return Reflect.apply(user, this, args);
    }
    let call: Outcome;
    let thenable = false;
    // not by run() or a function of ours, which would be a frame in the user's stack traces
    const previous = enter(invocation.context);
    try {
      call = { failed: false, result: Reflect.apply(user, this, args) };
      thenable = isThenable(call.result);
    } catch (error) {
      call = { failed: true, error };
    } finally {
      enter(previous);
    }
    if (call.failed) {
      return settle(invocation, call, below);
    }
    if (!thenable) {
      // the runtime takes this for an error at once
      void invocation.end(call);
      return call.result;
    }
    return whenAwaited(
      call.result,
      (result: unknown) => {
        const outcome: Outcome = { failed: false, result: preludeOf(args[1]) };
        if (isBroken(args[1])) {
          // the runtime has to know before the error is nobody's
          void invocation.end(outcome);
          return result;
        }
        return settle(invocation, outcome, below, result);
      },
      (error: unknown) => settle(invocation, { failed: true, error }, below),
    );
  };
}

/** Returns whether the runtime's own request is about to fail, or has failed. */
function isBroken(stream: unknown): boolean {
  const { destroyed, writableFinished } = (stream ?? {}) as { destroyed?: unknown; writableFinished?: unknown };
  return destroyed === true && writableFinished !== true;
}
