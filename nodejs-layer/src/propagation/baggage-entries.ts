import { baggageOf, withBaggage, type Context } from '../sdk/context.ts';

const MAX_PAIRS = 180;
const MAX_PAIR = 4096;
const MAX_HEADER = 8192;

interface Entry {
  value: string;
  metadata?: { toString(): string } | undefined;
}

/** Holds baggage, in the shape of `@opentelemetry/api` (`Baggage`). */
export class Baggage {
  constructor(private readonly entries: ReadonlyMap<string, Entry>) {}

  getEntry(key: string): Entry | undefined {
    const entry = this.entries.get(key);
    return entry === undefined ? undefined : { ...entry };
  }

  getAllEntries(): Array<[string, Entry]> {
    return Array.from(this.entries);
  }

  setEntry(key: string, entry: Entry): Baggage {
    return new Baggage(new Map(this.entries).set(key, entry));
  }

  removeEntry(key: string): Baggage {
    return this.removeEntries(key);
  }

  removeEntries(...keys: string[]): Baggage {
    return new Baggage(new Map(Array.from(this.entries).filter(([key]) => !keys.includes(key))));
  }

  clear(): Baggage {
    return new Baggage(new Map());
  }
}

/** Returns the context with what a header (W3C Baggage) has, or as it is where that has nothing. */
export function withHeader(context: Context, header: string): Context {
  const entries = new Map<string, Entry>();
  for (const part of header.split(',')) {
    const [pair = '', ...metadata] = part.split(';');
    const equals = pair.indexOf('=');
    const key = decode(pair.slice(0, Math.max(equals, 0)).trim());
    if (key !== '') {
      const entry: Entry = { value: decode(pair.slice(equals + 1).trim()) };
      if (metadata.length > 0) {
        const text = metadata.join(';').trim();
        entry.metadata = Object.assign({ toString: () => text }, { __TYPE__: Symbol.for('BaggageEntryMetadata') });
      }
      entries.set(key, entry);
    }
  }
  return entries.size === 0 ? context : withBaggage(context, new Baggage(entries));
}

export function headerOf(context: Context): string {
  const current = baggageOf(context) as Baggage;
  let header = '';
  for (const [key, entry] of current.getAllEntries().slice(0, MAX_PAIRS)) {
    const metadata = entry.metadata === undefined ? '' : `;${entry.metadata.toString()}`;
    const pair = `${encodeURIComponent(key)}=${encodeURIComponent(entry.value)}${metadata}`;
    if (pair.length <= MAX_PAIR && header.length + pair.length < MAX_HEADER) {
      header += (header === '' ? '' : ',') + pair;
    }
  }
  return header;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
