import type { Pipeline } from '../export/pipeline.ts';
import { warn, warnOf } from '../settings/diagnostics.ts';
import type { ExtensionsApi, InvokeEvent } from './extensions-api.ts';
import { budgetOf, type Deadline, type FlushPolicy } from './flush-policy.ts';

/** In which the runtime sends the response, undisturbed by the export. */
const PAUSE = 2;
const RETRY = 1000;

/**
 * Exports when the caller has the response: an extension inside the runtime's process, which Lambda
 * tells of each invocation, and which asks for the next only when the export is done. Until then,
 * the environment is not frozen. It never holds an invocation beyond its deadline.
 *
 * Where Lambda does not tell it of invocations any more, telemetry leaves before the response.
 */
export class AfterResponse implements FlushPolicy {
  private told: string | undefined;
  private done: string | undefined;
  private failed = false;
  private wake: () => void = () => undefined;

  /**
   * @param timeout how long an export may take, within the invocation's time
   * @param otherwise what takes over where this is not possible any more
   */
  constructor(
    private readonly pipeline: Pipeline,
    private readonly timeout: number,
    private readonly otherwise: FlushPolicy,
    private readonly api: ExtensionsApi,
  ) {}

  start(): void {
    void this.serve();
  }

  afterInvocation(deadline: Deadline): Promise<unknown> | undefined {
    const id = deadline.requestId;
    if (!this.failed && this.missedLast(id)) {
      this.fail('Lambda does not tell of invocations');
    }
    this.done = id;
    this.wake();
    return this.failed ? this.otherwise.afterInvocation(deadline) : undefined;
  }

  /** Lambda begins no invocation before it has told of the last one and been asked for the next. */
  private missedLast(id: string): boolean {
    return this.done !== undefined && this.done !== this.told && id !== this.told;
  }

  private async serve(): Promise<void> {
    for (;;) {
      try {
        await this.serveNext();
      } catch (cause) {
        this.fail(`the Extensions API fails: ${String(cause)}`);
        void this.pipeline.flush(0);
        // asked on, as Lambda waits for that with each invocation
        await pause(RETRY);
      }
    }
  }

  private async serveNext(): Promise<void> {
    const asked = Date.now();
    const event = await this.api.next();
    this.waited(Date.now() - asked);
    this.told = event.requestId;
    await this.end(event);
    if (!this.failed && !this.mayHold()) {
      await pause(PAUSE);
      await this.export(event.deadlineMs - Date.now());
    }
  }

  /** Returns whether what is held may wait for a later invocation. */
  protected mayHold(): boolean {
    return false;
  }

  /** Called with the time between the request for the next invocation and its begin. */
  protected waited(_millis: number): void {}

  /** Called when an export has ended, whatever came of it. */
  protected exported(): void {}

  private async end(event: InvokeEvent): Promise<void> {
    while (!this.failed && this.done !== event.requestId) {
      const left = event.deadlineMs - Date.now();
      if (left <= 0) {
        return;
      }
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, left).unref();
        this.wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
  }

  private async export(left: number): Promise<void> {
    const budget = Math.min(this.timeout, budgetOf(left));
    if (budget <= 0) {
      return;
    }
    try {
      await this.pipeline.flush(budget);
    } catch (cause) {
      warnOf('what was reported may be late or lost', cause);
    }
    this.exported();
  }

  private fail(why: string): void {
    if (!this.failed) {
      this.failed = true;
      warn(`telemetry leaves before the response from now on: ${why}`);
    }
  }
}

/** Holds no event loop open: the runtime waits for its next event meanwhile. */
function pause(millis: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, millis).unref();
  });
}
