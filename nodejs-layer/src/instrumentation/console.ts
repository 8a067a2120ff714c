import type { AnyFunction, Calls } from './instrumentation.ts';
import { currentIds, emitter, isException, SEVERITIES, type LogUse } from './log-use.ts';

const { format } = process.getBuiltinModule('node:util');

/** Watches the console, in bundles, too: its lines that the runtime writes in JSON name the current span. */
export function watchConsole(calls: Calls, { correlated, consoleInJson, records }: LogUse): void {
  const emit = emitter(records, 'console');
  const ids = correlated && consoleInJson;
  if (!ids && emit === undefined) {
    return;
  }
  const replaced = new Map<AnyFunction, AnyFunction>();
  const methods = console as unknown as Record<string, AnyFunction | undefined>;
  for (const name of ['trace', 'debug', 'info', 'log', 'warn', 'error', 'fatal']) {
    const log = methods[name];
    // one that is below the level that the user has chosen for the function does nothing
    if (log !== undefined && log.name !== 'NopLog') {
      // log is info, which it stays
      const watched = replaced.get(log) ?? watchedMethod(ids ? withIds(log) : log, log, name);
      methods[name] = watched;
      replaced.set(log, watched);
    }
  }

  function watchedMethod(call: AnyFunction, log: AnyFunction, name: string): AnyFunction {
    const watched: AnyFunction =
      emit === undefined
        ? call
        : function (this: unknown, ...args: unknown[]): unknown {
            if (calls.isTraced()) {
              emit(() => ({
                severityNumber: SEVERITIES[name],
                severityText: name.toUpperCase(),
                body: format(...args),
                exception: args.find(isException),
              }));
            }
            return Reflect.apply(call, this, args);
          };
    for (const key of ['name', 'length'] as const) {
      Object.defineProperty(watched, key, { value: log[key], configurable: true });
    }
    return watched;
  }
}

/** The runtime keeps its lines to itself, up to where it has them serialised. */
function withIds(log: AnyFunction): AnyFunction {
  return function (this: unknown, ...args: unknown[]): unknown {
    const ids = currentIds();
    if (ids === undefined || Object.isFrozen(JSON)) {
      return Reflect.apply(log, this, args);
    }
    const json = JSON as unknown as { stringify: AnyFunction };
    const { stringify } = json;
    json.stringify = (value, ...rest) =>
      Reflect.apply(stringify, JSON, [isLine(value) ? { ...value, ...ids } : value, ...rest]);
    try {
      return Reflect.apply(log, this, args);
    } finally {
      json.stringify = stringify;
    }
  };
}

function isLine(value: unknown): value is object {
  return typeof value === 'object' && value !== null && 'timestamp' in value && 'level' in value && 'requestId' in value;
}
