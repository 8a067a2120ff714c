import { isSuppressed, spanOf, withSpan } from '../sdk/context.ts';
import { isValid, type SpanContext } from '../sdk/span-context.ts';
import { NonRecordingSpan } from '../sdk/span.ts';
import { warnOf } from '../settings/diagnostics.ts';
import type { TraceState } from '../sdk/trace-state.ts';
import type { Propagator } from './propagator.ts';

const TRACEPARENT = /^([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?$/;

/** Reads and writes `traceparent` and `tracestate` (W3C Trace Context). */
export const traceContext: Propagator = {
  fields: ['traceparent', 'tracestate'],

  extract(context, get) {
    const parent = parse(get('traceparent') ?? '');
    if (parent === undefined) {
      return context;
    }
    const state = get('tracestate');
    return withSpan(context, new NonRecordingSpan(state === undefined ? parent : { ...parent, traceState: parseState(state) }));
  },

  inject(context, set) {
    const span = spanOf(context)?.spanContext();
    if (!isValid(span) || isSuppressed(context)) {
      return;
    }
    set('traceparent', `00-${span.traceId}-${span.spanId}-${(span.traceFlags & 0xff).toString(16).padStart(2, '0')}`);
    const state = span.traceState?.serialize();
    if (state !== undefined && state !== '') {
      set('tracestate', state);
    }
  },
};

function parse(header: string): SpanContext | undefined {
  const [, version, traceId = '', spanId = '', flags = '', more] = TRACEPARENT.exec(header.trim()) ?? [];
  if (version === undefined || version === 'ff' || (version === '00' && more !== undefined)) {
    return undefined;
  }
  const context = { traceId, spanId, traceFlags: parseInt(flags, 16), isRemote: true };
  return isValid(context) ? context : undefined;
}

function parseState(header: string): TraceState | undefined {
  try {
    const { TraceState } = require('../sdk/trace-state.ts') as typeof import('../sdk/trace-state.ts');
    return TraceState.parse(header);
  } catch (cause) {
    warnOf('the trace state is lost', cause);
    return undefined;
  }
}
