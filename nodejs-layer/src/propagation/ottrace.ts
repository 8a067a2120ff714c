import { isSuppressed, spanOf, withSpan } from '../sdk/context.ts';
import { SAMPLED, isValid } from '../sdk/span-context.ts';
import { NonRecordingSpan } from '../sdk/span.ts';
import type { Propagator } from './propagator.ts';

/** Reads and writes `ot-tracer-traceid`, `ot-tracer-spanid` and `ot-tracer-sampled`. */
export const ottrace: Propagator = {
  fields: ['ot-tracer-traceid', 'ot-tracer-spanid', 'ot-tracer-sampled'],

  extract(context, get) {
    const parent = {
      traceId: (get('ot-tracer-traceid') ?? '').toLowerCase().padStart(32, '0'),
      spanId: (get('ot-tracer-spanid') ?? '').toLowerCase().padStart(16, '0'),
      traceFlags: get('ot-tracer-sampled')?.toLowerCase() === 'true' ? SAMPLED : 0,
      isRemote: true,
    };
    return isValid(parent) ? withSpan(context, new NonRecordingSpan(parent)) : context;
  },

  inject(context, set) {
    const span = spanOf(context)?.spanContext();
    if (isValid(span) && !isSuppressed(context)) {
      set('ot-tracer-traceid', span.traceId.slice(16));
      set('ot-tracer-spanid', span.spanId);
      set('ot-tracer-sampled', String((span.traceFlags & SAMPLED) !== 0));
    }
  },
};
