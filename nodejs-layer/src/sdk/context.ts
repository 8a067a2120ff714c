import type { Span } from './span.ts';

/**
 * Holds values by key and never changes. Its shape and its keys are those of `@opentelemetry/api`
 * 1.x (`Context`, `createContextKey`), so that any copy of it reads and writes the same contexts.
 */
export class Context {
  constructor(private readonly values: ReadonlyMap<symbol, unknown> = new Map()) {}

  getValue(key: symbol): unknown {
    return this.values.get(key);
  }

  setValue(key: symbol, value: unknown): Context {
    const values = new Map(this.values);
    values.set(key, value);
    return new Context(values);
  }

  deleteValue(key: symbol): Context {
    const values = new Map(this.values);
    values.delete(key);
    return new Context(values);
  }
}

export const ROOT = new Context();

const SPAN = Symbol.for('OpenTelemetry Context Key SPAN');
const BAGGAGE = Symbol.for('OpenTelemetry Baggage Key');
const SUPPRESSED = Symbol.for('OpenTelemetry SDK Context Key SUPPRESS_TRACING');

/** A span of anybody's: of this package, or of an SDK that the function brings. */
export type AnySpan = Pick<Span, 'spanContext' | 'isRecording'>;

export function spanOf(context: Context): AnySpan | undefined {
  return context.getValue(SPAN) as AnySpan | undefined;
}

export function withSpan(context: Context, span: AnySpan): Context {
  return context.setValue(SPAN, span);
}

export function baggageOf(context: Context): unknown {
  return context.getValue(BAGGAGE);
}

export function withBaggage(context: Context, baggage: unknown): Context {
  return context.setValue(BAGGAGE, baggage);
}

/** Returns whether calls are made that nobody wants to see, such as those of an exporter. */
export function isSuppressed(context: Context): boolean {
  return context.getValue(SUPPRESSED) === true;
}

export function suppressed(context: Context): Context {
  return context.setValue(SUPPRESSED, true);
}

const { AsyncLocalStorage } = process.getBuiltinModule('node:async_hooks');
const storage = new AsyncLocalStorage<Context | undefined>();
// the function may change the prototype's
for (const name of ['getStore', 'run', 'exit', 'enterWith'] as const) {
  Object.defineProperty(storage, name, { value: Reflect.get(storage, name) });
}

export function active(): Context {
  return storage.getStore() ?? ROOT;
}

/** Calls the function with the context current in it and in what it starts. */
export function runWith<T>(context: Context, call: () => T): T {
  return storage.run(context, call);
}

/** Calls the function without anything of the current invocation, for what outlives it. */
export function runOutside<T>(call: () => T): T {
  return storage.getStore() === undefined ? call() : storage.exit(call);
}

/** Makes the context current without a frame on the stack; returns what was current before. */
export function enter(context: Context | undefined): Context | undefined {
  const previous = storage.getStore();
  storage.enterWith(context);
  return previous;
}
