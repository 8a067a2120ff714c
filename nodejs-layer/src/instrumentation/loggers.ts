import type { GivenRecord, LoggerProvider } from '../logs/logger-provider.ts';
import { active, spanOf } from '../sdk/context.ts';
import { isValid } from '../sdk/span-context.ts';
import { guarded, wrapMethod, type AnyFunction, type Calls } from './instrumentation.ts';

/** Says what is done with what the function logs. */
export interface LogUse {
  /** Whether lines name the current span. */
  readonly correlated: boolean;
  /** Whether lines of the console can do so, too. */
  readonly consoleInJson: boolean;
  /** Gets a record for each line, where the user has switched logs on. */
  readonly records: LoggerProvider | undefined;
}

const LEVEL = Symbol.for('level');
const SPLAT = Symbol.for('splat');
/** The numbers of OTLP for the levels of the console, pino, Powertools and winston (`npm`, `syslog` and `cli`). */
const SEVERITIES: Readonly<Record<string, number>> = {
  silly: 1,
  trace: 1,
  input: 2,
  prompt: 4,
  debug: 5,
  verbose: 6,
  http: 7,
  info: 9,
  log: 9,
  data: 10,
  notice: 10,
  help: 11,
  warn: 13,
  warning: 13,
  error: 17,
  fatal: 21,
  critical: 21,
  crit: 21,
  alert: 22,
  emerg: 23,
};

const { parse } = JSON;
const { format } = process.getBuiltinModule('node:util');

/** Watches pino, where it is not bundled. */
export function watchPino(calls: Calls, exports: Record<string, unknown>, { correlated, records }: LogUse): void {
  const emit = emitter(records, 'pino');
  wrapMethod(exports, 'asJson', (asJson) => {
    return function (this: unknown, ...args: unknown[]): unknown {
      const traced = calls.isTraced();
      const ids = traced && correlated ? currentIds() : undefined;
      if (ids !== undefined) {
        args[0] = { ...ids, ...(args[0] as object | null) };
      }
      const line = Reflect.apply(asJson, this, args);
      if (traced) {
        emit?.(() => recordOfPino(this as object, line as string, Number(args[2])));
      }
      return line;
    };
  });
}

function recordOfPino(logger: object, line: string, level: number): GivenRecord {
  const fields = parse(line) as Record<string, unknown>;
  const [messageKey, errorKey] = ['pino.messageKey', 'pino.errorKey'].map((name) => String(hiddenMember(logger, name)));
  const { labels } = (logger as { levels: { labels: Record<number, string> } }).levels;
  const exception = fields[errorKey as string] as { type?: unknown; name?: unknown } | undefined;
  return {
    severityNumber: severityOfPino(level),
    severityText: labels[level],
    body: fields[messageKey as string],
    exception: typeof exception === 'object' && exception !== null ? { name: exception.type, ...exception } : exception,
    attributes: without(fields, messageKey as string, errorKey as string, 'time', 'level', 'hostname', 'pid'),
  };
}

/** Returns the number of one of pino's levels; one of the user's own is between those, as OpenTelemetry's instrumentation has it. */
function severityOfPino(level: number): number {
  const own = (level - 10) / 10;
  if ([0, 1, 2, 3, 4, 5].includes(own)) {
    return own * 4 + 1;
  }
  const step = Math.min(17, Math.max(0, Math.floor(own * 3)));
  return Math.floor(step / 3) * 4 + (step % 3) + 2;
}

/** Returns a member whose symbol pino keeps to itself. */
function hiddenMember(object: object, description: string): unknown {
  for (let each: object | null = object; each !== null; each = Object.getPrototypeOf(each) as object | null) {
    const symbol = Object.getOwnPropertySymbols(each).find((other) => other.description === description);
    if (symbol !== undefined) {
      return (each as Record<symbol, unknown>)[symbol];
    }
  }
  return undefined;
}

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

function isException(value: unknown): boolean {
  return value instanceof Error;
}

interface PowertoolsItem {
  addAttributes(attributes: object): unknown;
  getAttributes(): object;
}

/** Watches Powertools' Logger, where it is required and not bundled. */
export function watchPowertools(calls: Calls, exports: Record<string, unknown>, { correlated, records }: LogUse): void {
  const { prototype } = (exports['Logger'] ?? {}) as { prototype?: object };
  if (prototype === undefined) {
    return;
  }
  const emit = emitter(records, 'powertools');
  wrapMethod(prototype, 'printLog', (printLog) => {
    return function (this: unknown, ...args: unknown[]): unknown {
      if (calls.isTraced()) {
        const item = args[1] as PowertoolsItem;
        emit?.(() => recordOfPowertools(item));
        const ids = correlated ? currentIds() : undefined;
        if (ids !== undefined) {
          guarded('the span is missing in lines of Powertools', () => {
            item.addAttributes({ ...ids, ...item.getAttributes() });
          });
        }
      }
      return Reflect.apply(printLog, this, args);
    };
  });
}

function recordOfPowertools(item: PowertoolsItem): GivenRecord {
  const fields = item.getAttributes() as Record<string, unknown>;
  const level = String(fields['level']);
  return {
    severityNumber: SEVERITIES[level.toLowerCase()],
    severityText: level,
    body: fields['message'],
    exception: fields['error'],
    attributes: without(fields, 'message', 'level', 'timestamp', 'error'),
  };
}

function without(fields: object, ...names: string[]): object {
  const ids = ['trace_id', 'span_id', 'trace_flags'];
  return Object.fromEntries(Object.entries(fields).filter(([name]) => !names.includes(name) && !ids.includes(name)));
}

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

function currentIds(): Record<string, string> | undefined {
  const span = spanOf(active())?.spanContext();
  return isValid(span)
    ? { trace_id: span.traceId, span_id: span.spanId, trace_flags: `0${(span.traceFlags & 0xff).toString(16)}`.slice(-2) }
    : undefined;
}

/**
 * Returns what emits a library's records, if records are asked for.
 *
 * @param rival the logger's name of what does the same, if the function has it
 */
function emitter(
  records: LoggerProvider | undefined,
  library: string,
  rival = '',
): ((describe: () => GivenRecord) => void) | undefined {
  if (records === undefined) {
    return undefined;
  }
  const logger = records.getOwnLogger(`@opentelemetry/instrumentation-${library}`, VERSION);
  return (describe) => {
    if (!records.asked.has(rival)) {
      guarded(`a log record of ${library} is lost`, () => {
        logger.emit(describe());
      });
    }
  };
}
