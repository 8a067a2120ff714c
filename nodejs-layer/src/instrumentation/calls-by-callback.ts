import { active, runWith } from '../sdk/context.ts';
import { describe } from '../settings/diagnostics.ts';
import { StatusCode, type NonRecordingSpan, type Span } from '../sdk/span.ts';
import { guarded, wrapMethod, type AnyFunction } from './instrumentation.ts';

/** Ends what stands for a call; only the first time counts. */
export type End = (error?: unknown, result?: unknown) => void;

/** Returns a function that ends the span: with an error's message, and with its stack trace where that is recorded. */
export function ending(span: Span | NonRecordingSpan, record?: (error: unknown) => void): End {
  return (error) => {
    if (error !== undefined && error !== null) {
      guarded('an error is missing on its span', () => {
        record?.(error);
        const { message } = error as { message?: unknown };
        span.setStatus({ code: StatusCode.ERROR, message: message === undefined ? undefined : describe(message) });
      });
    }
    span.end();
  };
}

/** Returns the callback, which ends a call first, and runs in the context that is current now. */
export function endingBefore(callback: AnyFunction, end: End): AnyFunction {
  const context = active();
  return function (...args) {
    end(args[0], args[1]);
    return runWith(context, () => Reflect.apply(callback, this, args));
  };
}

/** Returns the callback so that it runs in the context that is current now, whoever calls it. */
export function inThisContext(callback: AnyFunction): AnyFunction {
  return endingBefore(callback, () => undefined);
}

/** Makes a call that ends by its promise, if it returns one, or by throwing an error. */
export function endedByPromise(call: () => unknown, end: End): unknown {
  let result: unknown;
  try {
    result = call();
  } catch (error) {
    end(error);
    throw error;
  }
  return isPromise(result)
    ? result.then(
        (value) => {
          end(undefined, value);
          return value;
        },
        (error: unknown) => {
          end(error ?? new Error(String(error)));
          throw error;
        },
      )
    : result;
}

export function isPromise(value: unknown): value is Promise<unknown> {
  return typeof value === 'object' && value !== null && typeof (value as { then?: unknown }).then === 'function';
}

/** Wraps a method where the class of the object, or the most basic one of those that it extends, defines it. */
export function wrapInherited(object: object, name: string, make: (original: AnyFunction) => AnyFunction): void {
  const [owner] = ownersOf(object, name).slice(-1);
  if (owner !== undefined) {
    wrapMethod(owner, name, make);
  }
}

/** Returns the prototypes that define a method, the most special one first. */
export function ownersOf(object: object, name: string): object[] {
  const owners: object[] = [];
  for (let each = prototypeOf(object); each !== null; each = prototypeOf(each)) {
    if (Object.hasOwn(each, name)) {
      owners.push(each);
    }
  }
  return owners;
}

function prototypeOf(object: object): object | null {
  return Object.getPrototypeOf(object) as object | null;
}

/** Calls the functions as the emitter emits, without being taken for a listener that handles its errors. */
export function endedByEvents(emitter: unknown, events: readonly string[], end: End): void {
  const { errorMonitor } = process.getBuiltinModule('node:events');
  const { once } = (emitter ?? {}) as { once?: unknown };
  if (typeof once === 'function') {
    Reflect.apply(once, emitter, [errorMonitor, end]);
    for (const event of events) {
      Reflect.apply(once, emitter, [
        event,
        () => {
          end();
        },
      ]);
    }
  }
}
