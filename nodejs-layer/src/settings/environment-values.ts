import { warn } from './diagnostics.ts';

/** Reads values of variables that are set, with one line for each that is not understood. */

export function choiceOf<T extends string>(name: string, value: string, known: readonly [T, ...T[]]): T {
  const found = known.find((each) => each === value);
  if (found === undefined) {
    warn(`${name}=${value}: unknown; using ${known[0]}. Known: ${known.join(', ')}`);
  }
  return found ?? known[0];
}

export function flagOf(name: string, value: string, byDefault: boolean): boolean {
  const flag = value.toLowerCase();
  if (flag === 'true' || flag === 'false') {
    return flag === 'true';
  }
  warn(`${name}=${flag}: neither true nor false; using ${String(byDefault)}`);
  return byDefault;
}

export function integerOf(name: string, value: string, byDefault: number, least: number, most: number): number {
  if (/^\d+$/.test(value) && Number(value) >= least && Number(value) <= most) {
    return Number(value);
  }
  const instead = Number.isFinite(byDefault) ? String(byDefault) : 'no limit';
  const range = most === Number.MAX_SAFE_INTEGER ? `of at least ${String(least)}` : `from ${String(least)} to ${String(most)}`;
  warn(`${name}=${value}: not a whole number ${range}; using ${instead}`);
  return byDefault;
}

/** Returns the entries of `a,b`, without surrounding blanks. */
export function listOf(value: string): string[] {
  return value
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '');
}

/** Returns the members of `a=b,c=d`, decoded; one without `=` is left out with a line. */
export function pairsOf(name: string, value: string): Array<[string, string]> {
  const pairs: Array<[string, string]> = [];
  for (const part of value.split(',')) {
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

function decode(text: string): string {
  try {
    return text.includes('%') ? decodeURIComponent(text) : text;
  } catch {
    return text;
  }
}
