import type { TraceState } from './trace-state.ts';

export const SAMPLED = 1;
export const INVALID_TRACE_ID = '0'.repeat(32);
export const INVALID_SPAN_ID = '0'.repeat(16);

/** Identifies a span, in the shape of `@opentelemetry/api`. */
export interface SpanContext {
  readonly traceId: string;
  readonly spanId: string;
  readonly traceFlags: number;
  readonly traceState?: TraceState | undefined;
  readonly isRemote?: boolean | undefined;
}

export const INVALID: SpanContext = { traceId: INVALID_TRACE_ID, spanId: INVALID_SPAN_ID, traceFlags: 0 };

export function isTraceId(text: string): boolean {
  return /^[0-9a-f]{32}$/.test(text) && text !== INVALID_TRACE_ID;
}

export function isSpanId(text: string): boolean {
  return /^[0-9a-f]{16}$/.test(text) && text !== INVALID_SPAN_ID;
}

export function isValid(context: SpanContext | undefined): context is SpanContext {
  return context !== undefined && isTraceId(context.traceId) && isSpanId(context.spanId);
}

export function isSameSpan(one: SpanContext, other: SpanContext): boolean {
  return one.spanId === other.spanId && one.traceId === other.traceId;
}

/** Makes ids from V8's generator, whose seed is the system's entropy: `crypto` is dear at init. */
export function randomId(bytes: 8 | 16): string {
  let id = '';
  for (let i = 0; i < bytes; i += 4) {
    id += Math.floor(Math.random() * 0x1_0000_0000)
      .toString(16)
      .padStart(8, '0');
  }
  return INVALID_TRACE_ID.startsWith(id) ? randomId(bytes) : id;
}
