import { SAMPLED, isValid, type SpanContext } from './span-context.ts';

/** Decides whether a span of this trace, below this parent, is recorded. */
export type Sampler = (traceId: string, parent: SpanContext | undefined) => boolean;

/** Decides as the parent's was decided, and by the given sampler where there is none. */
export function belowParent(root: Sampler): Sampler {
  return (traceId, parent) => (isValid(parent) ? (parent.traceFlags & SAMPLED) !== 0 : root(traceId, parent));
}
