import type { Invocation, Outcome } from '../invocation/function-instrumentation.ts';
import { withoutOwnFrames, type FramesBelow } from './stack-traces.ts';

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

export function asPromise(result: PromiseLike<unknown>): Promise<unknown> {
  return result instanceof Promise ? result : new Promise((resolve, reject) => void result.then(resolve, reject));
}

export function isThenable(value: unknown): value is PromiseLike<unknown> {
  return value !== null && value !== undefined && typeof (value as { then?: unknown }).then === 'function';
}
