/** Times are milliseconds since the epoch, with fractions. */
export type Time = number;

/** What `@opentelemetry/api` takes for a time: milliseconds, a date, `[seconds, nanoseconds]`. */
export type TimeInput = number | Date | [number, number];

/** More than a process ever lives, and less than the time since the epoch. */
const YEARS = 1e12;

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

export function toTime(input: TimeInput | undefined): Time {
  if (input === undefined) {
    return now();
  }
  if (typeof input === 'number') {
    // a time of performance.now() counts from the process's start; it is not asked where no process is as old
    return input < YEARS && input <= performance.now() ? performance.timeOrigin + input : input;
  }
  return Array.isArray(input) ? input[0] * 1000 + input[1] / 1e6 : input.getTime();
}
