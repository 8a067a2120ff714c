import type { Pipeline } from '../export/pipeline.ts';
import { AfterResponse } from './after-response.ts';
import type { ExtensionsApi } from './extensions-api.ts';
import type { FlushPolicy } from './flush-policy.ts';

const GAPS = 4;

/**
 * Exports after the response, but of invocations that follow each other closely not each: what is
 * held waits as long as the next invocation can be expected before the export falls due, an interval
 * after the last. The next one is expected after the longest of the last four gaps.
 *
 * If it does not come, what was reported within the interval is in the environment as long as that
 * is frozen, goes out when it is shut down, and is lost if it is killed.
 */
export class Adaptive extends AfterResponse {
  private readonly gaps: number[] = [];
  private known = 0;
  private lastExport = 0;

  constructor(
    pipeline: Pipeline,
    timeout: number,
    otherwise: FlushPolicy,
    api: ExtensionsApi,
    private readonly interval: number,
  ) {
    super(pipeline, timeout, otherwise, api);
  }

  protected override waited(millis: number): void {
    // the first is the time from the init to the first invocation; a clock that was put back says nothing
    this.gaps[this.known % GAPS] = millis < 0 ? this.interval : millis;
    this.known++;
  }

  protected override exported(): void {
    this.lastExport = Date.now();
  }

  protected override mayHold(): boolean {
    const now = Date.now();
    return (
      this.known > GAPS &&
      this.lastExport !== 0 &&
      now >= this.lastExport &&
      now + Math.max(...this.gaps) - this.lastExport < this.interval
    );
  }
}
