import { warn } from './diagnostics.ts';

/** A timer of Node.js takes a longer time for one millisecond. */
const MAX_MILLIS = 0x7fff_ffff;

/** Reads environment variables: trimmed, with one line for each value that is not understood. */
export class Environment {
  constructor(private readonly variables: NodeJS.ProcessEnv) {}

  /** Returns the variable's value without surrounding blanks, or '' where it is not set. */
  text(name: string): string {
    return this.variables[name]?.trim() ?? '';
  }

  /** Returns one of the known values, the first of them by default. */
  choice<T extends string>(name: string, ...known: [T, ...T[]]): T {
    const value = this.text(name);
    if (value === '') {
      return known[0];
    }
    const found = known.find((each) => each === value);
    if (found === undefined) {
      warn(`${name}=${value}: unknown; using ${known[0]}. Known: ${known.join(', ')}`);
    }
    return found ?? known[0];
  }

  flag(name: string, byDefault: boolean): boolean {
    const value = this.text(name).toLowerCase();
    if (value === 'true' || value === 'false') {
      return value === 'true';
    }
    if (value !== '') {
      warn(`${name}=${value}: neither true nor false; using ${String(byDefault)}`);
    }
    return byDefault;
  }

  /** Returns a number of milliseconds that a timer can take. */
  millis(name: string, byDefault: number, least = 1): number {
    return this.integer(name, byDefault, least, MAX_MILLIS);
  }

  /** Returns a whole number that is neither below the least nor above the greatest one. */
  integer(name: string, byDefault: number, least = 0, most = Number.MAX_SAFE_INTEGER): number {
    const value = this.text(name);
    if (value === '') {
      return byDefault;
    }
    if (/^\d+$/.test(value) && Number(value) >= least && Number(value) <= most) {
      return Number(value);
    }
    const instead = Number.isFinite(byDefault) ? String(byDefault) : 'no limit';
    const range =
      most === Number.MAX_SAFE_INTEGER ? `of at least ${String(least)}` : `from ${String(least)} to ${String(most)}`;
    warn(`${name}=${value}: not a whole number ${range}; using ${instead}`);
    return byDefault;
  }

  /** Returns the entries of `a,b`, without surrounding blanks. */
  list(name: string): string[] {
    return this.text(name)
      .split(',')
      .map((entry) => entry.trim())
      .filter((entry) => entry !== '');
  }

  /** Returns the members of `a=b,c=d`, decoded; one without `=` is left out with a line. */
  pairs(name: string): Array<[string, string]> {
    const pairs: Array<[string, string]> = [];
    for (const part of this.text(name).split(',')) {
      const member = part.trim();
      const equals = member.indexOf('=');
      if (equals > 0) {
        pairs.push([member.slice(0, equals).trim(), decode(member.slice(equals + 1).trim())]);
      } else if (member !== '') {
        warn(`${name}: "${equals < 0 ? member : ''}" is not NAME=VALUE; it is left out`);
      }
    }
    return pairs;
  }
}

function decode(text: string): string {
  try {
    return text.includes('%') ? decodeURIComponent(text) : text;
  } catch {
    return text;
  }
}
