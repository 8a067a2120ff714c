import type { Invocation, Outcome } from '../invocation/function-instrumentation.ts';
import { withoutOwnFrames, type FramesBelow } from './stack-traces.ts';

// eslint-disable-next-line @typescript-eslint/unbound-method -- it is applied to a promise
const { then } = Promise.prototype;

/** Returns the result, or throws the error, of the handler: at once, or when what was reported has left. */
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
  const left = invocation.end(outcome);
  return left === undefined
    ? result
    : left.then(
        () => result,
        () => result,
      );
}

/**
 * Goes on as `await` would, which does not look for a `then` that a promise has got, and calls a thenable's later. An error's
 * trace has who awaits what this returns.
 */
export function whenAwaited(
  result: unknown,
  succeed: (result: unknown) => unknown,
  fail: (error: unknown) => unknown,
): unknown {
  let promise: Promise<unknown>;
  try {
    promise = Promise.resolve(result);
  } catch (error) {
    // of a getter of the function's own
    return fail(error);
  }
  return Reflect.apply(then, promise, [succeed, fail]);
}

/** Goes on as `aws-lambda-ric` 3 does with a buffered response: by the result's own `then` and `catch`, at once. */
export function whenSettled(
  result: Promise<unknown>,
  succeed: (result: unknown) => unknown,
  fail: (error: unknown) => unknown,
): unknown {
  let resolve!: (value: unknown) => void;
  let reject!: (error: unknown) => void;
  const settled = new Promise((...both) => {
    [resolve, reject] = both;
  });
  let isFirst = true;
  const once = (go: (outcome: unknown) => unknown) => (outcome: unknown) => {
    if (isFirst) {
      isFirst = false;
      try {
        resolve(go(outcome));
      } catch (error) {
        reject(error);
      }
    }
  };
  const failOnce = once(fail);
  try {
    result.then(once(succeed), failOnce).catch(failOnce);
  } catch (error) {
    failOnce(error);
  }
  return settled;
}

export function isThenable(value: unknown): value is Promise<unknown> {
  return value !== null && value !== undefined && typeof (value as { then?: unknown }).then === 'function';
}
