/** Describes what the runtime hands the handler beside the event. */
export interface LambdaContext {
  functionName?: unknown;
  functionVersion?: unknown;
  invokedFunctionArn?: unknown;
  awsRequestId?: unknown;
  clientContext?: unknown;
  /** The runtime for managed instances has it; it sets no variable there. */
  xRayTraceId?: unknown;
  getRemainingTimeInMillis?: () => number;
  succeed?: unknown;
  fail?: unknown;
  done?: unknown;
}

export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** The longest that a timer takes; a function may have changed the clock that the runtime counts by. */
const LONGEST = 2 ** 31 - 1;

/** Returns 0 where it is not known. */
export function remainingOf(context: LambdaContext): number {
  try {
    const remaining = context.getRemainingTimeInMillis?.();
    return typeof remaining === 'number' && remaining > 0 ? Math.min(remaining, LONGEST) : 0;
  } catch {
    return 0;
  }
}
