const GREATEST = 1e15;

/** Returns a time that an event tells, as milliseconds since the epoch; what is no such time is undefined. */
export function ofMillis(value: unknown): number | undefined {
  return typeof value === 'number' && value >= 0 && value <= GREATEST ? value : undefined;
}
