import type { GivenRecord } from '../logs/logger-provider.ts';
import { wrapMethod, type Calls } from './instrumentation.ts';
import { currentIds, emitter, without, type LogUse } from './log-use.ts';

const { parse } = JSON;

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
