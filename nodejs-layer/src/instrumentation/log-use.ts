import type { GivenRecord, LoggerProvider } from '../logs/logger-provider.ts';
import { active, spanOf } from '../sdk/context.ts';
import { isValid } from '../sdk/span-context.ts';
import { guarded } from './instrumentation.ts';

/** Says what is done with what the function logs. */
export interface LogUse {
  /** Whether lines name the current span. */
  readonly correlated: boolean;
  /** Whether lines of the console can do so, too. */
  readonly consoleInJson: boolean;
  /** Gets a record for each line, where the user has switched logs on. */
  readonly records: LoggerProvider | undefined;
}

/** The numbers of OTLP for the levels of the console, pino, Powertools and winston (`npm`, `syslog` and `cli`). */
export const SEVERITIES: Readonly<Record<string, number>> = {
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

/** Returns what names the current span in a line. */
export function currentIds(): Record<string, string> | undefined {
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
export function emitter(
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

/** Returns the attributes of a record: the fields but for those that are told otherwise. */
export function without(fields: object, ...names: string[]): object {
  const ids = ['trace_id', 'span_id', 'trace_flags'];
  return Object.fromEntries(Object.entries(fields).filter(([name]) => !names.includes(name) && !ids.includes(name)));
}

export function isException(value: unknown): boolean {
  return value instanceof Error;
}
