import type { Propagators } from '../propagation/propagators.ts';
import { attempt, describe, nameOf } from '../settings/diagnostics.ts';
import { active, isSuppressed, runWith, suppressed, withSpan, type Context } from '../sdk/context.ts';
import { StatusCode, type NonRecordingSpan, type Span } from '../sdk/span.ts';
import type { SpanOptions, Tracer } from '../sdk/tracer.ts';

/** Is what a library's instrumentation works with. */
export interface Calls {
  readonly propagators: Propagators;
  /** Returns false below a call that is traced, and where the function instruments the library itself. */
  readonly isTraced: () => boolean;
  readonly startSpan: (name: string, options?: SpanOptions, context?: Context) => Span | NonRecordingSpan;
  /** Returns what the calls of another library, seen by this one's, are traced with; undefined where they are not to be. */
  readonly of: (name: string) => Calls | undefined;
}

export function createCalls(tracer: Tracer, propagators: Propagators, of: Calls['of'], isEnabled: () => boolean): Calls {
  return {
    propagators,
    isTraced: () => isEnabled() && !isSuppressed(active()),
    startSpan: (name, options, context) => tracer.startSpan(name, options, context),
    of,
  };
}

/** Calls the function with the span current, and with calls below it traced or not. */
export function runInSpan<T>(span: Span | NonRecordingSpan, call: () => T, below: 'traced' | 'untraced' = 'traced'): T {
  const context = withSpan(active(), span);
  return runWith(below === 'untraced' ? suppressed(context) : context, call);
}

/** Marks the span as failed, as OpenTelemetry's instrumentations do, and ends it. */
export function endFailed(span: Span | NonRecordingSpan, error: unknown): void {
  const { message, code } = (typeof error === 'object' && error !== null ? error : {}) as { message?: unknown; code?: unknown };
  span.setAttribute('error.type', typeof code === 'string' ? code : nameOf(error));
  span.setStatus({ code: StatusCode.ERROR, message: typeof message === 'string' ? message : describe(error) });
  span.recordException(error);
  span.end();
}

/** Looks at the library's objects: whatever is wrong with that, the library's call is made. */
export function guarded(whatIsMissing: string, look: () => void): void {
  attempt(whatIsMissing, look);
}

export type AnyFunction = (this: unknown, ...args: unknown[]) => unknown;

const wrappers = new WeakSet<object>();

/**
 * Replaces a method, keeping its name, its number of parameters and how it is defined. An object that
 * has no such method, or does not let it be replaced, is left as it is; so is a method that has been replaced before.
 *
 * @returns whether it has been replaced
 */
export function wrapMethod(owner: object, name: string, make: (original: AnyFunction) => AnyFunction): boolean {
  const descriptor = Object.getOwnPropertyDescriptor(owner, name);
  const original: unknown = descriptor?.value;
  if (descriptor === undefined || typeof original !== 'function' || descriptor.configurable === false) {
    return false;
  }
  if (wrappers.has(original)) {
    return true;
  }
  const wrapped = make(original as AnyFunction);
  wrappers.add(wrapped);
  Object.defineProperty(wrapped, 'name', { value: original.name, configurable: true });
  Object.defineProperty(wrapped, 'length', { value: original.length, configurable: true });
  Object.defineProperty(owner, name, { ...descriptor, value: wrapped });
  return true;
}
