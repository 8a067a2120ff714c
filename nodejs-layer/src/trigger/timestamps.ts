import { ofMillis } from './millis.ts';

/** Reads times that events tell, as milliseconds since the epoch; what is no such time is undefined. */

const DAY =
  /^(\d{4})-(0[1-9]|1[0-2])-(\d\d)T([01]\d|2[0-3]):([0-5]\d):([0-5]\d(?:\.\d{1,9})?)(?:Z|([+-])([01]\d|2[0-3]):([0-5]\d))$/;
const MINUTE = 60_000;

/** Reads digits in a text, as SQS has them. */
export function ofMillisText(value: unknown): number | undefined {
  return typeof value === 'string' && /^\d{1,16}$/.test(value) ? ofMillis(Number(value)) : undefined;
}

/** Reads seconds, maybe with a fraction. */
export function ofSeconds(value: unknown): number | undefined {
  const seconds = ofMillis(value);
  return seconds === undefined ? undefined : seconds * 1000;
}

/** Reads ISO 8601 with seconds, maybe with a fraction of them, and with an offset. */
export function ofIso(value: unknown): number | undefined {
  const [text, year, month, day, hour, minute, second, sign, offsetHour = 0, offsetMinute = 0] =
    (typeof value === 'string' ? DAY.exec(value) : undefined) ?? [];
  const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
  // the 30th of February would be in March
  if (text === undefined || date.getUTCDate() !== Number(day)) {
    return undefined;
  }
  const minutes = Number(hour) * 60 + Number(minute);
  const offset = Number(offsetHour) * 60 + Number(offsetMinute);
  return date.getTime() + (minutes + (sign === '-' ? offset : -offset)) * MINUTE + Number(second) * 1000;
}
