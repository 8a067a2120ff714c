/** Times are milliseconds since the epoch, with fractions. */
export type Time = number;

/** What `@opentelemetry/api` takes for a time: milliseconds, a date, `[seconds, nanoseconds]`. */
export type TimeInput = number | Date | [number, number];

/** More than a process ever lives, and less than the time since the epoch. */
const YEARS = 1e12;
/** The times of OTLP end some centuries later. */
const LAST = 1e13;

let epoch = Date.now();
let reference = monotonic();

export function now(): Time {
  return epoch + (monotonic() - reference);
}

/** Returns milliseconds of a clock that is never adjusted; `performance` would load nine builtins for that. */
export function monotonic(): number {
  const [seconds, nanos] = process.hrtime();
  return seconds * 1000 + nanos / 1e6;
}

/** Takes the system's time anew: a clock is adjusted, and an environment frozen for hours. */
export function synchronizeClock(): void {
  epoch = Date.now();
  reference = monotonic();
}

/** Returns the time of now for what is no time, since a request cannot have it. */
export function toTime(input: TimeInput | undefined): Time {
  const time = typeof input === 'number' || (typeof input === 'object' && input !== null) ? millisOf(input) : NaN;
  return time >= 0 && time < LAST ? time : now();
}

function millisOf(input: number | object): number {
  if (typeof input === 'number') {
    // a time of performance.now() counts from the process's start; it is not asked where no process is as old
    return input < YEARS && input <= performance.now() ? performance.timeOrigin + input : input;
  }
  if (Array.isArray(input)) {
    const [seconds, nanos] = input as unknown[];
    return Number(seconds) * 1000 + Number(nanos) / 1e6;
  }
  const { getTime } = input as { getTime?: () => number };
  return typeof getTime === 'function' ? getTime.call(input) : NaN;
}
