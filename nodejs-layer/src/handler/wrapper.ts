import type { FunctionInstrumentation, Outcome } from '../invocation/function-instrumentation.ts';
import type { LambdaContext } from '../invocation/lambda-context.ts';
import { enter } from '../sdk/context.ts';
import { attempt } from '../settings/diagnostics.ts';
import { Completion } from './completion.ts';
import { keepMemberName } from './member-name.ts';
import { isThenable, settle, whenAwaited, whenSettled } from './settlement.ts';
import { framesBelow } from './stack-traces.ts';
import type { Handler } from './user-function.ts';

const STREAMING = Symbol.for('aws.lambda.runtime.handler.streaming');
const HIGH_WATER_MARK = Symbol.for('aws.lambda.runtime.handler.streaming.highWaterMark');

/** Returns a handler that the runtime takes for the user's, and whose invocations are traced; or the user's. */
export function wrapHandler(user: Handler, instrumentation: FunctionInstrumentation): Handler {
  return (
    attempt('the function is not traced', () => {
      const marks = user as unknown as Record<symbol, unknown>;
      const streaming = Boolean(marks[STREAMING]);
      const wrapper = streaming ? streamingWrapper().wrapStreaming(user, instrumentation) : wrapBuffered(user, instrumentation);
      for (const key of [STREAMING, HIGH_WATER_MARK]) {
        if (key in user) {
          (wrapper as unknown as Record<symbol, unknown>)[key] = marks[key];
        }
      }
      // the runtime tells by the number of parameters whether there is a callback
      Object.defineProperty(wrapper, 'length', { value: user.length, configurable: true });
      Object.defineProperty(wrapper, 'name', { value: user.name, configurable: true });
      return wrapper;
    }) ?? user
  );
}

function streamingWrapper(): typeof import('./streaming-wrapper.ts') {
  return require('./streaming-wrapper.ts') as typeof import('./streaming-wrapper.ts');
}

function wrapBuffered(user: Handler, instrumentation: FunctionInstrumentation): Handler {
  return function wrapper(this: unknown, ...args: unknown[]): unknown {
    const below = framesBelow(wrapper);
    const context = (args[1] ?? {}) as LambdaContext;
    keepMemberName(this, wrapper, user);
    const completion = attempt('an invocation is not traced', () => {
      const begun = new Completion(instrumentation.begin(args[0], context, below), below);
      begun.intercept(args, context);
      return begun;
    });
    if (completion === undefined) {
      return Reflect.apply(user, this, args);
    }
    const { invocation } = completion;
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
      completion.leaveToRuntime(context);
      return completion.isPending() ? undefined : completion.settle(() => settle(invocation, call, below));
    }
    if (thenable) {
      completion.leaveToRuntime(context);
      return (completion.hasCallback ? whenSettled : whenAwaited)(
        call.result as Promise<unknown>,
        (result: unknown) => completion.settle(() => settle(invocation, { failed: false, result }, below, result)),
        (error: unknown) => completion.settle(() => settle(invocation, { failed: true, error }, below)),
      );
    }
    // a runtime with callbacks ignores what is returned
    return completion.endWhenLoopIsEmpty() ? call.result : settle(invocation, call, below, call.result);
  };
}
