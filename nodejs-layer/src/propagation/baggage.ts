import { baggageOf, isSuppressed } from '../sdk/context.ts';
import { warnOf } from '../settings/diagnostics.ts';
import type { Propagator } from './propagator.ts';

/** Reads and writes `baggage` (W3C Baggage). */
export const baggage: Propagator = {
  fields: ['baggage'],

  extract(context, get) {
    const header = get('baggage') ?? '';
    return header === '' ? context : (entries()?.withHeader(context, header) ?? context);
  },

  inject(context, set) {
    if (baggageOf(context) === undefined || isSuppressed(context)) {
      return;
    }
    const header = entries()?.headerOf(context) ?? '';
    if (header !== '') {
      set('baggage', header);
    }
  },
};

/** Most functions have no baggage. */
function entries(): typeof import('./baggage-entries.ts') | undefined {
  try {
    return require('./baggage-entries.ts') as typeof import('./baggage-entries.ts');
  } catch (cause) {
    warnOf('baggage is lost', cause);
    return undefined;
  }
}
