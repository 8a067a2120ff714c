/** A timer of Node.js takes a longer time for one millisecond. */
const MAX_MILLIS = 0x7fff_ffff;

/** Reads environment variables: trimmed, with one line for each value that is not understood. */
export class Environment {
  constructor(private readonly variables: NodeJS.ProcessEnv) {}

  names(): string[] {
    return Object.keys(this.variables);
  }

  /** Returns the variable's value without surrounding blanks, or '' where it is not set. */
  text(name: string): string {
    return this.variables[name]?.trim() ?? '';
  }

  /** Returns one of the known values, the first of them by default. */
  choice<T extends string>(name: string, ...known: [T, ...T[]]): T {
    const value = this.text(name);
    return value === '' ? known[0] : values().choiceOf(name, value, known);
  }

  flag(name: string, byDefault: boolean): boolean {
    const value = this.text(name);
    return value === '' ? byDefault : values().flagOf(name, value, byDefault);
  }

  /** Returns a number of milliseconds that a timer can take. */
  millis(name: string, byDefault: number, least = 1): number {
    return this.integer(name, byDefault, least, MAX_MILLIS);
  }

  /** Returns a whole number that is neither below the least nor above the greatest one. */
  integer(name: string, byDefault: number, least = 0, most = Number.MAX_SAFE_INTEGER): number {
    const value = this.text(name);
    return value === '' ? byDefault : values().integerOf(name, value, byDefault, least, most);
  }

  /** Returns the entries of `a,b`, without surrounding blanks. */
  list(name: string): string[] {
    const value = this.text(name);
    return value === '' ? [] : values().listOf(value);
  }

  /** Returns the members of `a=b,c=d`, decoded; one without `=` is left out with a line. */
  pairs(name: string): Array<[string, string]> {
    const value = this.text(name);
    return value === '' ? [] : values().pairsOf(name, value);
  }

  /** Returns whether the runtime writes what is logged by the console in JSON. */
  writesJson(): boolean {
    return this.text('AWS_LAMBDA_LOG_FORMAT').toUpperCase() === 'JSON' || this.text('AWS_LAMBDA_MAX_CONCURRENCY') !== '';
  }
}

function values(): typeof import('./environment-values.ts') {
  return require('./environment-values.ts') as typeof import('./environment-values.ts');
}
