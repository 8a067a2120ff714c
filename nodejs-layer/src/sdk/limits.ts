import type { Environment } from '../settings/environment.ts';

/** Bounds what a span holds (specification, "Span Limits"). */
export interface SpanLimits {
  readonly attributes: number;
  readonly attributeLength: number;
  readonly events: number;
  readonly links: number;
  readonly eventAttributes: number;
  readonly linkAttributes: number;
}

const DEFAULT = 128;

/** Returns the limits of what has none of its own. */
export function commonLimits(environment: Environment): Pick<SpanLimits, 'attributes' | 'attributeLength'> {
  return {
    attributes: environment.integer('OTEL_ATTRIBUTE_COUNT_LIMIT', DEFAULT),
    attributeLength: environment.integer('OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT', Infinity),
  };
}

export function spanLimits(environment: Environment): SpanLimits {
  const { attributes: count, attributeLength: length } = commonLimits(environment);
  return {
    attributes: environment.integer('OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT', count),
    attributeLength: environment.integer('OTEL_SPAN_ATTRIBUTE_VALUE_LENGTH_LIMIT', length),
    events: environment.integer('OTEL_SPAN_EVENT_COUNT_LIMIT', DEFAULT),
    links: environment.integer('OTEL_SPAN_LINK_COUNT_LIMIT', DEFAULT),
    eventAttributes: environment.integer('OTEL_EVENT_ATTRIBUTE_COUNT_LIMIT', count),
    linkAttributes: environment.integer('OTEL_LINK_ATTRIBUTE_COUNT_LIMIT', count),
  };
}
