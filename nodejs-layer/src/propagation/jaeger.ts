import { baggageOf, isSuppressed, spanOf, withBaggage, withSpan } from '../sdk/context.ts';
import { SAMPLED, isValid } from '../sdk/span-context.ts';
import { NonRecordingSpan } from '../sdk/span.ts';
import { Baggage } from './baggage-entries.ts';
import type { Propagator } from './propagator.ts';

const BAGGAGE = 'uberctx-';

/** Reads and writes `uber-trace-id` and `uberctx-…`. */
export const jaeger: Propagator = {
  fields: ['uber-trace-id'],

  extract(context, get, keys) {
    const header = get('uber-trace-id') ?? '';
    const [traceId = '', spanId = '', , flags = ''] = (header.includes('%') ? decode(header) : header).split(':');
    const parent = {
      traceId: traceId.toLowerCase().padStart(32, '0'),
      spanId: spanId.toLowerCase().padStart(16, '0'),
      traceFlags: (parseInt(flags, 16) & SAMPLED) === 0 ? 0 : SAMPLED,
      isRemote: true,
    };
    let baggage = (baggageOf(context) as Baggage | undefined) ?? new Baggage(new Map());
    let found = false;
    for (const key of keys()) {
      if (key.startsWith(BAGGAGE)) {
        baggage = baggage.setEntry(key.slice(BAGGAGE.length), { value: decode(get(key) ?? '') });
        found = true;
      }
    }
    const known = found ? withBaggage(context, baggage) : context;
    return isValid(parent) ? withSpan(known, new NonRecordingSpan(parent)) : known;
  },

  inject(context, set) {
    const span = spanOf(context)?.spanContext();
    if (isSuppressed(context)) {
      return;
    }
    if (isValid(span)) {
      set('uber-trace-id', `${span.traceId}:${span.spanId}:0:${String(span.traceFlags & SAMPLED)}`);
    }
    for (const [key, { value }] of (baggageOf(context) as Baggage | undefined)?.getAllEntries() ?? []) {
      set(BAGGAGE + key, encodeURIComponent(value));
    }
  },
};

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
