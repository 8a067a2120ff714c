import { isSuppressed, spanOf, withSpan } from '../sdk/context.ts';
import { SAMPLED, isValid, type SpanContext } from '../sdk/span-context.ts';
import { NonRecordingSpan } from '../sdk/span.ts';
import type { Propagator } from './propagator.ts';

export const XRAY_HEADER = 'x-amzn-trace-id';

/** Reads and writes X-Ray's header, such as `Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1`. */
export const xray: Propagator = {
  fields: ['X-Amzn-Trace-Id'],

  extract(context, get) {
    const parent = parseXray(get(XRAY_HEADER) ?? '');
    return parent === undefined ? context : withSpan(context, new NonRecordingSpan(parent));
  },

  inject(context, set) {
    const span = spanOf(context)?.spanContext();
    if (isValid(span) && !isSuppressed(context)) {
      set('X-Amzn-Trace-Id', formatXray(span));
    }
  },
};

/** Returns undefined if the header names no parent. */
export function parseXray(header: string): SpanContext | undefined {
  if (header === '') {
    return undefined;
  }
  const parts = new Map<string, string>();
  for (const part of header.split(';')) {
    const equals = part.indexOf('=');
    parts.set(part.slice(0, Math.max(equals, 0)).trim(), part.slice(equals + 1).trim());
  }
  const [, time, random] = /^1-([0-9a-f]{8})-([0-9a-f]{24})$/.exec(parts.get('Root') ?? '') ?? [];
  if (time === undefined || random === undefined) {
    return undefined;
  }
  const context = {
    traceId: time + random,
    spanId: parts.get('Parent') ?? '',
    traceFlags: parts.get('Sampled') === '1' ? SAMPLED : 0,
    isRemote: true,
  };
  return isValid(context) ? context : undefined;
}

export function formatXray({ traceId, spanId, traceFlags }: SpanContext): string {
  return `Root=1-${traceId.slice(0, 8)}-${traceId.slice(8)};Parent=${spanId};Sampled=${String(traceFlags & SAMPLED)}`;
}
