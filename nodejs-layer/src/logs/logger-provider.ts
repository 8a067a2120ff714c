import type { Exporter } from '../export/batch.ts';
import { toTime, type TimeInput } from '../sdk/clock.ts';
import { active, spanOf, type Context } from '../sdk/context.ts';
import type { LogLimits } from '../sdk/log-limits.ts';
import { scopeOf } from '../sdk/scope.ts';
import { isValid } from '../sdk/span-context.ts';
import type { Scope } from '../sdk/span.ts';
import { describe, warn, warnOf } from '../settings/diagnostics.ts';
import { AnyValues } from './any-value.ts';
import type { LogRecord } from './log-record.ts';

const API = Symbol.for('io.opentelemetry.js.api.logs');
/** `API_BACKWARDS_COMPATIBILITY_VERSION` of `@opentelemetry/api-logs`. */
const VERSION_OF_API = 1;
/** FATAL4, the greatest one of OTLP. */
const MAX_SEVERITY = 24;
/** Records with so many characters are made a request, as nothing else bounds their memory. */
const MAX_HELD = 256 * 1024;

/** Holds a log record, in the shape of `@opentelemetry/api-logs` (`LogRecord`). */
export interface GivenRecord {
  timestamp?: TimeInput | undefined;
  observedTimestamp?: TimeInput | undefined;
  severityNumber?: unknown;
  severityText?: unknown;
  eventName?: unknown;
  body?: unknown;
  attributes?: object | undefined;
  exception?: unknown;
  context?: Context | undefined;
}

/** Hands out loggers, in the shape of `@opentelemetry/api-logs` (`LoggerProvider`). */
export class LoggerProvider {
  /** The names of the loggers that the function has asked for. */
  readonly asked = new Set<string>();
  private held = 0;

  constructor(
    private readonly exporters: ReadonlyArray<Exporter<LogRecord>>,
    private readonly limits: LogLimits,
  ) {}

  /** Returns a logger of the layer's. */
  getOwnLogger(name: string, version: string): Logger {
    return new Logger({ name, version }, this);
  }

  getLogger(name: string, version?: string, options?: { schemaUrl?: string }): Logger {
    const scope = scopeOf(name, version, options);
    this.asked.add(scope.name);
    return new Logger(scope, this);
  }

  emit(scope: Scope, given: GivenRecord): void {
    const values = new AnyValues(this.limits.attributeLength);
    const context = spanOf(given.context ?? active())?.spanContext();
    const observed = toTime(given.observedTimestamp);
    const { severityNumber, severityText, eventName } = given;
    const record: LogRecord = {
      scope,
      time: given.timestamp === undefined ? observed : toTime(given.timestamp),
      observed,
      severity: isSeverity(severityNumber) ? severityNumber : 0,
      severityText: typeof severityText === 'string' ? severityText : undefined,
      eventName: typeof eventName === 'string' ? eventName : undefined,
      body: typeof given.body === 'string' ? given.body : values.copy(given.body),
      attributes: this.attributesOf(given, values),
      context: isValid(context) ? context : undefined,
    };
    for (const exporter of this.exporters) {
      exporter.add(record);
    }
    this.held += values.size + (typeof given.body === 'string' ? given.body.length : 0);
    if (this.held > MAX_HELD) {
      this.handOver();
    }
  }

  private attributesOf({ attributes, exception }: GivenRecord, values: AnyValues): LogRecord['attributes'] {
    const all = new Map<string, unknown>();
    let dropped = 0;
    for (const [key, value] of Object.entries({ ...exceptionAttributes(exception), ...attributes })) {
      if (key === '' || value === undefined) {
        continue;
      }
      if (all.size < this.limits.attributes) {
        all.set(key, values.copy(value));
      } else {
        dropped++;
      }
    }
    return { values: all, dropped };
  }

  handOver(): void {
    this.held = 0;
    for (const exporter of this.exporters) {
      exporter.handOver();
    }
  }

  forceFlush(): Promise<void> {
    return Promise.resolve();
  }

  shutdown(): Promise<void> {
    return Promise.resolve();
  }
}

/** Emits log records, in the shape of `@opentelemetry/api-logs` (`Logger`). */
export class Logger {
  constructor(
    private readonly scope: Scope,
    private readonly provider: LoggerProvider,
  ) {}

  emit(record: GivenRecord): void {
    try {
      this.provider.emit(this.scope, record);
    } catch (cause) {
      warnOf('a log record is lost', cause);
    }
  }

  enabled(): boolean {
    return true;
  }
}

/** Any other number would not be one on the way. */
function isSeverity(value: unknown): value is number {
  return Number.isInteger(value) && (value as number) > 0 && (value as number) <= MAX_SEVERITY;
}

function exceptionAttributes(exception: unknown): object {
  if (exception === undefined || exception === null) {
    return {};
  }
  if (typeof exception !== 'object') {
    return { 'exception.message': describe(exception) };
  }
  const { name, code, message, stack } = exception as Record<string, unknown>;
  const type = code ?? name;
  return {
    'exception.type': type === undefined || type === null ? undefined : describe(type),
    'exception.message': typeof message === 'string' ? message : undefined,
    'exception.stacktrace': typeof stack === 'string' ? stack : undefined,
  };
}

/** Makes the provider the one of the function's `@opentelemetry/api-logs`, bundled or not. */
export function registerLogsApi(provider: LoggerProvider): void {
  const globals = globalThis as unknown as Record<symbol, unknown>;
  if (globals[API] !== undefined) {
    warn('an OpenTelemetry SDK for logs is there already: what the function emits goes where it sends it');
    return;
  }
  const value = (version: unknown): unknown => (version === VERSION_OF_API ? provider : undefined);
  Object.defineProperty(globals, API, { value, writable: true, configurable: true, enumerable: true });
}
