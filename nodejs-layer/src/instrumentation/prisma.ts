import { active, spanOf } from '../sdk/context.ts';
import { isValid } from '../sdk/span-context.ts';
import type { SpanOptions } from '../sdk/tracer.ts';
import type { Context } from '../sdk/context.ts';
import { SpanKind, type Link, type NonRecordingSpan, type Span } from '../sdk/span.ts';
import { isPromise } from './calls-by-callback.ts';
import { runInSpan, type Calls } from './instrumentation.ts';
import type { TimeInput } from '../sdk/clock.ts';

interface ChildSpan extends SpanOptions {
  name: string;
  internal?: boolean;
  active?: boolean;
  context?: Context;
}

interface EngineSpan {
  id: string;
  parentId: string | null;
  name: string;
  startTime: TimeInput;
  endTime: TimeInput;
  kind: string;
  attributes?: object;
  links?: string[];
}

interface EngineEvent {
  spanId: string;
  level: string;
  timestamp: TimeInput;
  attributes: { message?: string };
}

type Callback = (span?: Span | NonRecordingSpan, context?: Context) => unknown;

/** Returns what Prisma's client, from version 6 on, asks for by the global of its own instrumentation. */
export function prismaHelper(calls: Calls): object {
  return {
    isEnabled: () => calls.isTraced(),
    getActiveContext: active,
    getTraceParent(context: Context = active()): string {
      const span = spanOf(context)?.spanContext();
      return isValid(span) ? `00-${span.traceId}-${span.spanId}-0${String(span.traceFlags)}` : '00-10-10-00';
    },
    dispatchEngineSpans(spans: EngineSpan[], events: EngineEvent[] = [], log?: (event: EngineEvent) => void): void {
      const report = new EngineReport(calls, spans, events);
      for (const root of spans.filter(({ parentId }) => parentId === null)) {
        report.span(root);
      }
      // the client leaves its log to whom it tells of the events
      for (const event of events) {
        log?.(event);
      }
    },
    runInChildSpan(given: string | ChildSpan, callback: Callback): unknown {
      const options: ChildSpan = typeof given === 'string' ? { name: given } : given;
      if (options.internal === true || !calls.isTraced()) {
        return callback();
      }
      const context = options.context ?? active();
      const span = calls.startSpan(`prisma:client:${options.name}`, options, context);
      const call = (): unknown => callback(span, context);
      return endingWith(span, options.active === false ? call : () => runInSpan(span, call));
    },
  };
}

function endingWith(span: Span | NonRecordingSpan, call: () => unknown): unknown {
  let result: unknown;
  try {
    result = call();
  } catch (error) {
    span.end();
    throw error;
  }
  if (!isPromise(result)) {
    span.end();
    return result;
  }
  return result.then(
    (value) => {
      span.end();
      return value;
    },
    (error: unknown) => {
      span.end();
      throw error;
    },
  );
}

/** Reports the spans that the engine has measured, each with its children and its events. */
class EngineReport {
  private readonly ids = new Map<string, Span | NonRecordingSpan>();

  constructor(
    private readonly calls: Calls,
    private readonly all: EngineSpan[],
    private readonly events: EngineEvent[],
  ) {}

  span(engine: EngineSpan): void {
    const links = (engine.links ?? []).flatMap((id): Link[] => {
      const linked = this.ids.get(id);
      return linked === undefined ? [] : [{ context: linked.spanContext() }];
    });
    const span = this.calls.startSpan(engine.name, {
      attributes: engine.attributes,
      kind: engine.kind === 'client' ? SpanKind.CLIENT : SpanKind.INTERNAL,
      startTime: engine.startTime,
      links,
    });
    this.ids.set(engine.id, span);
    for (const { level, attributes, timestamp } of this.events.filter(({ spanId }) => spanId === engine.id)) {
      span.addEvent(level, attributes, timestamp);
      if (level === 'error') {
        span.recordException({ message: attributes.message ?? '' }, timestamp);
      }
    }
    runInSpan(span, () => {
      for (const child of this.all.filter(({ parentId }) => parentId === engine.id)) {
        this.span(child);
      }
    });
    span.end(engine.endTime);
  }
}
