const MAX_TRIAL = 500;
const MIN_BACKOFF = 1000;
const MAX_BACKOFF = 60_000;

/**
 * Decides whether it is worth waiting for a backend, and whether it is to be asked at all. Times are
 * milliseconds of a monotonic clock.
 *
 * It begins as up. One that fails is down until a time, and gets nothing before. One that does not
 * answer while a flush waits is slow until a time: it gets its requests, but no flush waits. After
 * that time the next flush is a trial: it waits a moment, and what is sent and answered within is the
 * proof that the backend is up. An answer at any other time is none, as it may have arrived in a
 * freeze of any length.
 */
export class BackendHealth {
  private up = true;
  private slow = false;
  private backoff = 0;
  private until = 0;
  private trialBegan: number | undefined;

  isUp(): boolean {
    return this.up;
  }

  maySend(now: number): boolean {
    return this.up || this.slow || now >= this.until;
  }

  /** To be called when a flush begins that can wait. */
  beginFlush(now: number): void {
    const trialRuns = this.trialBegan !== undefined && now - this.trialBegan < MAX_TRIAL;
    if (!this.up && !trialRuns && now >= this.until) {
      this.trialBegan = now;
    }
  }

  /** Returns how long a flush is to wait still, of what it has left. */
  patience(now: number, left: number): number {
    if (this.up) {
      return left;
    }
    return this.trialBegan === undefined ? 0 : Math.min(left, this.trialBegan + MAX_TRIAL - now);
  }

  /**
   * To be called when a flush ends while a request that it has waited for has no answer.
   *
   * @param begun when that request was begun
   * @param budget how long the flush could wait
   * @param left what it has left of that
   */
  endFlush(begun: number, now: number, budget: number, left: number): void {
    const unanswered = this.up && (now - begun) * 2 >= budget;
    const failedTrial = this.trialBegan !== undefined && this.patience(now, left) <= 0;
    if (unanswered || failedTrial) {
      this.suspect(now, 0);
      this.slow = true;
    }
  }

  /** There was an answer to a request that was begun at that time. */
  answered(begun: number): void {
    if (this.trialBegan !== undefined && begun >= this.trialBegan) {
      this.up = true;
      this.slow = false;
      this.trialBegan = undefined;
      this.backoff = 0;
    } else if (!this.up) {
      this.slow = true;
    }
  }

  /**
   * There was none, or a refusal for the time being.
   *
   * @param retryAfter for how long the backend does not want to be asked, 0 where it does not say
   */
  failed(now: number, retryAfter: number): void {
    this.suspect(now, retryAfter);
    this.slow = false;
  }

  private suspect(now: number, retryAfter: number): void {
    this.up = false;
    this.trialBegan = undefined;
    this.backoff = Math.min(MAX_BACKOFF, Math.max(MIN_BACKOFF, this.backoff * 2));
    // environments that have lost their backend together do not all come back together
    const jitter = (Math.random() * this.backoff) / 4;
    this.until = now + Math.max(retryAfter, this.backoff - jitter);
  }
}
