import type { Sampler } from './below-parent.ts';
import type { TimeInput } from './clock.ts';
import { active, isSuppressed, runWith, spanOf, withSpan, type Context } from './context.ts';
import type { SpanLimits } from './limits.ts';
import { INVALID, SAMPLED, isValid, randomId, type SpanContext } from './span-context.ts';
import { NonRecordingSpan, Span, SpanKind, type Link, type Scope, type SpanProcessor } from './span.ts';

export interface SpanOptions {
  kind?: SpanKind | undefined;
  attributes?: object | undefined;
  links?: Link[] | undefined;
  startTime?: TimeInput | undefined;
  root?: boolean | undefined;
}

/** Holds what all tracers have in common. */
export interface TracerConfig {
  readonly sampler: Sampler;
  readonly limits: SpanLimits;
  readonly processor: SpanProcessor;
}

/** Starts spans, in the shape of `@opentelemetry/api` (`Tracer`). */
export class Tracer {
  constructor(
    private readonly scope: Scope,
    private readonly config: TracerConfig,
  ) {}

  startSpan(name: string, options: SpanOptions = {}, context: Context = active()): Span | NonRecordingSpan {
    const parent = options.root === true ? undefined : validParent(context);
    if (isSuppressed(context)) {
      return new NonRecordingSpan(parent ?? INVALID);
    }
    const traceId = parent?.traceId ?? randomId(16);
    const sampled = this.config.sampler(traceId, parent);
    const spanContext: SpanContext = {
      traceId,
      spanId: randomId(8),
      traceFlags: sampled ? SAMPLED : 0,
      ...(parent?.traceState === undefined ? {} : { traceState: parent.traceState }),
    };
    if (!sampled) {
      return new NonRecordingSpan(spanContext);
    }
    const { limits, processor } = this.config;
    const kind = options.kind ?? SpanKind.INTERNAL;
    const span = new Span(name, kind, this.scope, spanContext, parent, limits, processor, options.startTime);
    span.addLinks(options.links ?? []);
    span.setAttributes(options.attributes ?? {});
    processor.onStart(span);
    return span;
  }

  startActiveSpan(name: string, ...rest: unknown[]): unknown {
    const call = rest.pop();
    if (typeof call !== 'function') {
      return undefined;
    }
    const [options, context = active()] = rest as [SpanOptions?, Context?];
    const span = this.startSpan(name, options, context);
    return runWith(withSpan(context, span), () => (call as (span: unknown) => unknown)(span));
  }
}

function validParent(context: Context): SpanContext | undefined {
  const parent = spanOf(context)?.spanContext();
  return isValid(parent) ? parent : undefined;
}
