import { active, spanOf } from '../sdk/context.ts';
import { isValid } from '../sdk/span-context.ts';
import { guarded, wrapMethod, type AnyFunction, type Calls } from './instrumentation.ts';

/** Adds the current span to pino's lines, where pino is not bundled. */
export function correlatePino(calls: Calls, exports: Record<string, unknown>): void {
  wrapMethod(exports, 'asJson', (asJson) => {
    return function (this: unknown, ...args: unknown[]): unknown {
      const ids = calls.isTraced() ? currentIds() : undefined;
      if (ids !== undefined) {
        args[0] = { ...ids, ...(args[0] as object | null) };
      }
      return Reflect.apply(asJson, this, args);
    };
  });
}

/** Adds the current span to winston's records, where winston is not bundled. */
export function correlateWinston(calls: Calls, exports: Record<string, unknown>): void {
  const { prototype } = exports as { prototype?: { write?: AnyFunction } };
  const write = prototype?.write;
  if (prototype === undefined || write === undefined) {
    return;
  }
  // inherited from a stream
  Object.defineProperty(prototype, 'write', { value: write, configurable: true, writable: true, enumerable: false });
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

interface PowertoolsItem {
  addAttributes(attributes: object): unknown;
  getAttributes(): object;
}

/** Adds the current span to the lines of Powertools' Logger, where it is required and not bundled. */
export function correlatePowertools(calls: Calls, exports: Record<string, unknown>): void {
  const { prototype } = (exports['Logger'] ?? {}) as { prototype?: object };
  if (prototype !== undefined) {
    wrapMethod(prototype, 'printLog', (printLog) => {
      return function (this: unknown, ...args: unknown[]): unknown {
        const ids = calls.isTraced() ? currentIds() : undefined;
        if (ids !== undefined) {
          guarded('the span is missing in lines of Powertools', () => {
            const item = args[1] as PowertoolsItem;
            item.addAttributes({ ...ids, ...item.getAttributes() });
          });
        }
        return Reflect.apply(printLog, this, args);
      };
    });
  }
}

/** Adds the current span to the lines that the runtime writes in JSON for the console, in bundles, too. */
export function correlateConsole(): void {
  const replaced = new Map<AnyFunction, AnyFunction>();
  const methods = console as unknown as Record<string, AnyFunction | undefined>;
  for (const name of ['trace', 'debug', 'info', 'log', 'warn', 'error', 'fatal']) {
    const log = methods[name];
    if (log !== undefined) {
      // log is info, which it stays
      methods[name] = replaced.get(log) ?? withIds(log);
      replaced.set(log, methods[name]);
    }
  }
}

/** The runtime keeps its lines to itself, up to where it has them serialised. */
function withIds(log: AnyFunction): AnyFunction {
  const correlated = function (this: unknown, ...args: unknown[]): unknown {
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
  for (const key of ['name', 'length'] as const) {
    Object.defineProperty(correlated, key, { value: log[key], configurable: true });
  }
  return correlated;
}

function isLine(value: unknown): value is object {
  return typeof value === 'object' && value !== null && 'timestamp' in value && 'level' in value && 'requestId' in value;
}

function currentIds(): Record<string, string> | undefined {
  const span = spanOf(active())?.spanContext();
  return isValid(span)
    ? { trace_id: span.traceId, span_id: span.spanId, trace_flags: `0${(span.traceFlags & 0xff).toString(16)}`.slice(-2) }
    : undefined;
}
