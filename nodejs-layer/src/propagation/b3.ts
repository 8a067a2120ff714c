import { isSuppressed, spanOf, withSpan, type Context } from '../sdk/context.ts';
import { SAMPLED, isValid } from '../sdk/span-context.ts';
import { NonRecordingSpan } from '../sdk/span.ts';
import type { Getter, Propagator } from './propagator.ts';

/** Reads and writes `b3`; reads what {@link b3multi} does where there is none. */
export const b3: Propagator = {
  fields: ['b3'],

  extract(context, get) {
    const [traceId, spanId, sampled] = get('b3')?.split('-') ?? [];
    return traceId === undefined ? extractMulti(context, get) : withParent(context, traceId, spanId, sampled);
  },

  inject(context, set) {
    const span = spanOf(context)?.spanContext();
    if (isValid(span) && !isSuppressed(context)) {
      set('b3', `${span.traceId}-${span.spanId}-${String(span.traceFlags & SAMPLED)}`);
    }
  },
};

/** Reads and writes `X-B3-TraceId`, `X-B3-SpanId` and `X-B3-Sampled`. */
export const b3multi: Propagator = {
  fields: ['X-B3-TraceId', 'X-B3-SpanId', 'X-B3-Sampled'],
  extract: extractMulti,

  inject(context, set) {
    const span = spanOf(context)?.spanContext();
    if (isValid(span) && !isSuppressed(context)) {
      set('X-B3-TraceId', span.traceId);
      set('X-B3-SpanId', span.spanId);
      set('X-B3-Sampled', String(span.traceFlags & SAMPLED));
    }
  },
};

function extractMulti(context: Context, get: Getter): Context {
  const debug = get('x-b3-flags') === '1' ? 'd' : undefined;
  return withParent(context, get('x-b3-traceid'), get('x-b3-spanid'), debug ?? get('x-b3-sampled'));
}

/** Trace ids may have 16 digits only. */
function withParent(context: Context, traceId?: string, spanId = '', sampled = ''): Context {
  const parent = {
    traceId: (traceId ?? '').toLowerCase().padStart(32, '0'),
    spanId: spanId.toLowerCase(),
    traceFlags: sampled === '1' || sampled === 'd' || sampled === 'true' ? SAMPLED : 0,
    isRemote: true,
  };
  return isValid(parent) ? withSpan(context, new NonRecordingSpan(parent)) : context;
}
