import { SpanKind, type Link } from '../sdk/span.ts';
import { endedByPromise, ending, type End } from './calls-by-callback.ts';
import { runInSpan, wrapMethod, type AnyFunction, type Calls } from './instrumentation.ts';
import type { NonRecordingSpan, Span } from '../sdk/span.ts';

interface Loader {
  name?: string | null;
  _batch?: object | null;
}

/** The loads that a batch is made for. */
const links = new WeakMap<object, Link[]>();

/** Traces dataloader from version 2 on: what is loaded, and the batches that do it. */
export function traceDataloader(calls: Calls, exports: unknown): void {
  const { prototype } = exports as { prototype: object };
  for (const method of ['load', 'loadMany', 'prime', 'clear', 'clearAll']) {
    wrapMethod(prototype, method, (original) => {
      return function (...args) {
        if (!calls.isTraced()) {
          return Reflect.apply(original, this, args);
        }
        const loader = this as Loader;
        const span = calls.startSpan(nameOf(loader, method), { kind: SpanKind.CLIENT });
        const end = endingOf(span);
        return runInSpan(span, () => {
          const result = endedByPromise(() => Reflect.apply(original, this, args), end);
          if (method === 'load' && loader._batch) {
            links.set(loader._batch, [...(links.get(loader._batch) ?? []), { context: span.spanContext() }]);
          }
          if (method !== 'load' && method !== 'loadMany') {
            span.end();
          }
          return result;
        });
      };
    });
  }
  // the constructor keeps the function that it is given
  Object.defineProperty(prototype, '_batchLoadFn', {
    configurable: true,
    set(this: Loader, batch: AnyFunction) {
      const value = typeof batch === 'function' ? traceBatch(calls, batch) : batch;
      Object.defineProperty(this, '_batchLoadFn', { value, configurable: true, enumerable: true, writable: true });
    },
  });
}

function traceBatch(calls: Calls, batch: AnyFunction): AnyFunction {
  return function (...args) {
    if (!calls.isTraced()) {
      return Reflect.apply(batch, this, args);
    }
    const loader = this as Loader;
    const span = calls.startSpan(nameOf(loader, 'batch'), { links: loader._batch ? links.get(loader._batch) : undefined });
    return endedByPromise(() => runInSpan(span, () => Reflect.apply(batch, this, args)), endingOf(span));
  };
}

function endingOf(span: Span | NonRecordingSpan): End {
  return ending(span, (error) => {
    span.recordException(error);
  });
}

function nameOf({ name }: Loader, operation: string): string {
  return `dataloader.${operation}${name === undefined || name === null ? '' : ` ${name}`}`;
}
