import type { Span, SpanProcessor } from '../sdk/span.ts';
import { warnOf } from '../settings/diagnostics.ts';
import type { Exporter } from './batch.ts';
import type { Outbox } from './outbox.ts';

/** One that is never ended is nobody's in the end, and must not be held here. */
const MAX_OPEN = 2048;

/** Adds what a signal has to report to the outbox, such as metrics before each flush. */
export type Source = () => void;

/** Carries spans from their end to the exporters, and knows those that are open. */
export class Pipeline implements SpanProcessor {
  private readonly open = new Set<Span>();
  private readonly reported = new WeakSet<Span>();
  private readonly sources: Source[] = [];

  constructor(
    readonly outbox: Outbox,
    private readonly exporters: readonly Exporter<Span>[],
  ) {}

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
    if (!this.reported.has(span)) {
      this.export(span);
    }
  }

  private export(span: Span): void {
    for (const exporter of this.exporters) {
      exporter.add(span);
    }
  }

  /** Returns a promise while it is worthwhile to wait for what has been reported to be sent. */
  flush(budget: number): Promise<boolean> | undefined {
    this.collect();
    return this.outbox.flush(budget);
  }

  /** Puts all that has been reported into the outbox. */
  collect(): void {
    for (const exporter of this.exporters) {
      exporter.handOver();
    }
    for (const source of this.sources) {
      try {
        source();
      } catch (cause) {
        warnOf('what was measured or logged is lost', cause);
      }
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
        this.export(span);
      }
    }
  }
}
