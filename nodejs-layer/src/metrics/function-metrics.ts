import type { InvocationObserver } from '../invocation/function-instrumentation.ts';
import type { StartedSpan } from '../invocation/function-spans.ts';
import { monotonic, now, type Time } from '../sdk/clock.ts';
import type { Scope } from '../sdk/span.ts';
import { Counter, Histogram, type Instrument, type Metric, type Temporality } from './instrument.ts';

const MB = 1024 * 1024;
/** The conventions' advice. */
const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10];
/** Those between the sizes that functions come in. */
const BYTES = [64, 128, 256, 512, 1024, 2048, 4096, 8192].map((megabytes) => megabytes * MB);

/** Measures what the conventions for FaaS have as metrics (semantic-conventions v1.44.0, docs/faas/faas-metrics.md). */
export class FunctionMetrics implements InvocationObserver {
  private readonly invokeDuration: Histogram;
  private readonly initDuration: Histogram;
  private readonly cpuUsage: Histogram;
  private readonly memoryUsage: Histogram;
  private readonly coldStarts: Counter;
  private readonly invocations: Counter;
  private readonly errors: Counter;
  private readonly timeouts: Counter;
  private readonly initSeconds = process.uptime();
  private start: Time = now();

  /** @param concurrent whether there are several invocations at a time, so that the CPU time is no single one's */
  constructor(
    private readonly scope: Scope,
    private readonly outputs: ReadonlyArray<(metrics: Metric[]) => void>,
    private readonly temporality: Temporality,
    private readonly concurrent: boolean,
  ) {
    const seconds = (name: string): Histogram => new Histogram(name, 's', temporality, SECONDS);
    const counter = (name: string, unit: string): Counter => new Counter(name, unit, temporality);
    this.invokeDuration = seconds('faas.invoke_duration');
    this.initDuration = seconds('faas.init_duration');
    this.cpuUsage = seconds('faas.cpu_usage');
    this.memoryUsage = new Histogram('faas.mem_usage', 'By', temporality, BYTES);
    this.coldStarts = counter('faas.coldstarts', '{coldstart}');
    this.invocations = counter('faas.invocations', '{invocation}');
    this.errors = counter('faas.errors', '{error}');
    this.timeouts = counter('faas.timeouts', '{timeout}');
  }

  begin({ trigger: { type }, coldStart }: StartedSpan): { timedOut(): void; end(failed: boolean): void } {
    const begun = monotonic();
    const cpu = process.cpuUsage();
    return {
      timedOut: () => {
        this.timeouts.add(type);
      },
      end: (failed) => {
        this.invokeDuration.record(type, (monotonic() - begun) / 1000);
        (failed ? this.errors : this.invocations).add(type);
        if (coldStart) {
          this.coldStarts.add(type);
          this.initDuration.record(type, this.initSeconds);
        }
        if (!this.concurrent) {
          const { user, system } = process.cpuUsage(cpu);
          this.cpuUsage.record(type, (user + system) / 1e6);
        }
        this.memoryUsage.record(type, process.resourceUsage().maxRSS * 1024);
      },
    };
  }

  /** Hands over what has been measured. */
  collect(): void {
    const instruments: Array<Instrument<unknown>> = [
      this.invokeDuration,
      this.initDuration,
      this.cpuUsage,
      this.memoryUsage,
      this.coldStarts,
      this.invocations,
      this.errors,
      this.timeouts,
    ].filter((each) => !each.isEmpty());
    if (instruments.length === 0) {
      return;
    }
    const { scope, start } = this;
    const time = now();
    const metrics = instruments.map((instrument) => ({ scope, instrument, start, time }));
    for (const output of this.outputs) {
      output(metrics);
    }
    for (const instrument of instruments) {
      instrument.exported();
    }
    if (this.temporality === 'delta') {
      this.start = time;
    }
  }
}
