import type { GivenRecord } from '../logs/logger-provider.ts';
import { guarded, wrapMethod, type Calls } from './instrumentation.ts';
import { currentIds, emitter, SEVERITIES, without, type LogUse } from './log-use.ts';

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
