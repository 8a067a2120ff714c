import type { AttributeMap } from '../sdk/attributes.ts';
import type { Span, SpanProcessor } from '../sdk/span.ts';
import type { Environment } from '../settings/environment.ts';
import { warnOf } from '../settings/diagnostics.ts';
import type { Outbox, Sender } from './outbox.ts';
import { encodeTraceRequest } from './trace-request.ts';

/** One that is never ended is nobody's in the end, and must not be held here. */
const MAX_OPEN = 2048;

/** Adds what a signal has to report to the outbox, such as metrics before each flush. */
export type Source = () => void;

/** Carries spans from their end to the outbox, and knows those that are open. */
export class Pipeline implements SpanProcessor {
  private readonly open = new Set<Span>();
  private readonly reported = new WeakSet<Span>();
  private readonly sources: Source[] = [];
  private finished: Span[] = [];
  private readonly batchSize: number;
  private readonly maxHeld: number;

  constructor(
    environment: Environment,
    private readonly resource: AttributeMap,
    readonly outbox: Outbox,
    private readonly traces: Sender | undefined,
  ) {
    this.batchSize = environment.integer('OTEL_BSP_MAX_EXPORT_BATCH_SIZE', 512, 1);
    this.maxHeld = environment.integer('OTEL_BSP_MAX_QUEUE_SIZE', Infinity, 1);
  }

  addSource(source: Source): void {
    this.sources.push(source);
  }

  onStart(span: Span): void {
    if (this.open.size >= MAX_OPEN) {
      const [oldest] = this.open;
      this.open.delete(oldest as Span);
    }
    this.open.add(span);
  }

  onEnd(span: Span): void {
    this.open.delete(span);
    if (this.traces === undefined || this.reported.has(span)) {
      return;
    }
    if (this.finished.length >= this.maxHeld) {
      this.outbox.dropped(1, 'spans', `OTEL_BSP_MAX_QUEUE_SIZE is ${String(this.maxHeld)}`);
      return;
    }
    this.finished.push(span);
    if (this.finished.length >= this.batchSize) {
      this.handOver();
    }
  }

  /** Returns a promise while it is worthwhile to wait for what has been reported to be sent. */
  flush(budget: number): Promise<boolean> | undefined {
    this.collect();
    return this.outbox.flush(budget);
  }

  /** Puts all that has been reported into the outbox. */
  collect(): void {
    this.handOver();
    for (const source of this.sources) {
      source();
    }
  }

  /** Exports the open spans as they stand, those of one trace or all, beside what is finished. */
  exportUnfinished(traceId: string | undefined, budget: number): Promise<boolean> | undefined {
    this.addUnfinished(traceId);
    return this.flush(budget);
  }

  addUnfinished(traceId?: string): void {
    for (const span of Array.from(this.open)) {
      if (traceId === undefined || span.context.traceId === traceId) {
        this.open.delete(span);
        this.reported.add(span);
        this.finished.push(span);
      }
    }
  }

  private handOver(): void {
    const { finished, traces } = this;
    this.finished = [];
    if (traces === undefined) {
      return;
    }
    try {
      for (let i = 0; i < finished.length; i += this.batchSize) {
        const batch = finished.slice(i, i + this.batchSize);
        traces.add(encodeTraceRequest(this.resource, batch), batch.length);
      }
    } catch (cause) {
      warnOf(`${String(finished.length)} spans are lost`, cause);
    }
  }
}
