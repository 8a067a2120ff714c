import type { GivenRecord } from '../logs/logger-provider.ts';
import { wrapMethod, type AnyFunction, type Calls } from './instrumentation.ts';
import { currentIds, emitter, isException, SEVERITIES, without, type LogUse } from './log-use.ts';

const LEVEL = Symbol.for('level');
const SPLAT = Symbol.for('splat');

/** Watches winston, where it is not bundled. */
export function watchWinston(calls: Calls, exports: Record<string, unknown>, { correlated, records }: LogUse): void {
  const { prototype } = exports as { prototype?: Record<string, AnyFunction | undefined> };
  const [write, push] = [prototype?.['write'], prototype?.['push']];
  if (prototype === undefined || write === undefined || push === undefined) {
    return;
  }
  const define = (name: string, value: AnyFunction): void => {
    // inherited from a stream
    Object.defineProperty(prototype, name, { value, configurable: true, writable: true, enumerable: false });
  };
  if (correlated) {
    define('write', write);
    wrapMethod(prototype, 'write', (original) => {
      return function (this: unknown, ...args: unknown[]): unknown {
        const [entry] = args;
        if (typeof entry === 'object' && entry !== null && Object.isExtensible(entry) && calls.isTraced()) {
          Object.assign(entry, currentIds());
        }
        return Reflect.apply(original, this, args);
      };
    });
  }
  const emit = emitter(records, 'winston', '@opentelemetry/winston-transport');
  if (emit !== undefined) {
    define('push', push);
    wrapMethod(prototype, 'push', (original) => {
      return function (this: unknown, ...args: unknown[]): unknown {
        const [entry] = args;
        if (typeof entry === 'object' && entry !== null && isLogged(this as WinstonLogger, entry) && calls.isTraced()) {
          emit(() => recordOfWinston(entry as Record<string | symbol, unknown>));
        }
        return Reflect.apply(original, this, args);
      };
    });
  }
}

interface WinstonLogger {
  level?: string;
  levels?: Record<string, number>;
}

/** Winston leaves it to the transports to look at the level. */
function isLogged({ level, levels }: WinstonLogger, entry: object): boolean {
  const own = levels?.[(entry as Record<symbol, string>)[LEVEL] ?? ''];
  const least = levels?.[level ?? ''];
  return own !== undefined && (least === undefined || own <= least);
}

/** Takes an entry after the logger's format, which may hide secrets. */
function recordOfWinston(entry: Record<string | symbol, unknown>): GivenRecord {
  const level = String(entry[LEVEL]);
  const splat = entry[SPLAT];
  const key = ['err', 'error'].find((each) => isException(entry[each]));
  const record = { severityNumber: SEVERITIES[level], severityText: level, body: entry['message'] };
  if (key !== undefined) {
    return { ...record, exception: entry[key], attributes: without(entry, 'message', 'level', key) };
  }
  if (typeof entry['stack'] === 'string') {
    const { stack } = entry;
    const exception = { name: /^([^:\n]+):/.exec(stack)?.[1], ...entry };
    return { ...record, exception, attributes: without(entry, 'message', 'level', 'stack', 'name', 'code') };
  }
  const exception: unknown = Array.isArray(splat) ? splat.find(isException) : undefined;
  return { ...record, exception, attributes: without(entry, 'message', 'level') };
}
