/** Tells how long an invocation may take still. */
export interface Deadline {
  readonly requestId: string;
  remaining(): number;
}

/** Decides when what was reported leaves the environment. */
export interface FlushPolicy {
  /** To be called when the handler is done; the response waits for the promise, if there is one. */
  afterInvocation(deadline: Deadline): Promise<unknown> | undefined;
}

const MIN_MARGIN = 100;
const MAX_MARGIN = 500;

/** Returns what a tenth of the remaining time leaves, the tenth being 100 ms at least and 500 ms at most. */
export function budgetOf(remaining: number): number {
  return remaining - Math.min(MAX_MARGIN, Math.max(MIN_MARGIN, remaining / 10));
}
