import type { Invocation, Outcome } from '../invocation/function-instrumentation.ts';
import { withoutOwnFrames, type FramesBelow } from './stack-traces.ts';

// eslint-disable-next-line @typescript-eslint/unbound-method -- it is applied to a promise
const { then } = Promise.prototype;

/** Returns or throws what the handler did: at once, or when what was reported has left. */
export function settle(invocation: Invocation, outcome: Outcome, below: FramesBelow, result?: unknown): unknown {
  if (outcome.failed) {
    const error = withoutOwnFrames(outcome.error, below);
    const left = invocation.end({ failed: true, error });
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

/** Goes on as `await` would, which does not look for a `then` that a promise has got, and calls a thenable's later. */
export function whenSettled(
  result: unknown,
  succeed: (result: unknown) => unknown,
  fail: (error: unknown) => unknown,
): Promise<unknown> {
  return Reflect.apply(then, Promise.resolve(result), [succeed, fail]);
}

export function isThenable(value: unknown): boolean {
  return value !== null && value !== undefined && typeof (value as { then?: unknown }).then === 'function';
}
