import { text, type Json } from './event.ts';

/** As many messages as a span may have links. */
const MAX_RECORDS = 128;

/** Holds the records of a batch, of which the first are looked at. */
export class Records {
  readonly known: Json[];
  readonly size: number;

  constructor(records: Json[]) {
    this.size = records.length;
    this.known = records.slice(0, MAX_RECORDS).filter((each) => typeof each === 'object' && each !== null);
  }

  /** Returns the records in the arrays that are members of an object. */
  static ofEach(groups: Record<string, unknown>): Records {
    return new Records(Object.values(groups).flatMap((group) => (Array.isArray(group) ? (group as Json[]) : [])));
  }

  /** Returns what all known records have at the end of the path. */
  common(...path: string[]): string | undefined {
    const first = text(this.known[0], ...path);
    return this.known.every((record) => text(record, ...path) === first) ? first : undefined;
  }
}

/** Returns what follows the last separator. */
export function afterLast(separator: string, value: string | undefined): string | undefined {
  return value?.slice(value.lastIndexOf(separator) + 1);
}

/** Returns a time that an event counts in seconds from 1970, in ISO 8601. */
export function timeOfSeconds(seconds: string | undefined): string | undefined {
  const time = new Date(Number(seconds ?? NaN) * 1000);
  return Number.isNaN(time.getTime()) ? undefined : time.toISOString().replace('.000Z', 'Z');
}

/** Returns the text in a list of bytes, `[116,101,120,116]`, signed or not. */
export function bytesText(list: unknown): string | undefined {
  if (!Array.isArray(list) || !list.every((each) => Number.isInteger(Number(each)))) {
    return undefined;
  }
  return Buffer.from(list.map(Number)).toString('utf8');
}
