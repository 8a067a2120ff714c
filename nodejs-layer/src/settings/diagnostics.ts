/** Bounds the memory that ever changing messages could take. */
const MAX_MESSAGES = 100;
/** A line has the start of a longer message, such as of an error that quotes what it got. */
const MAX_LENGTH = 2000;
const printed = new Set<string>();
/** Would end a line, or speak to the terminal that shows it; a backend may have written them. */
const CONTROLS = /[^ -~\u00a0-\u2027\u202a-\uffff]+/g;

/** Prints `[otel] message` on the function's log, unless the same has been printed before. */
export function warn(message: string): void {
  warnOnce(message, message);
}

/** Prints `[otel] message`, unless a message of this kind has been printed before. */
export function warnOnce(kind: string, message: string): void {
  try {
    if (printed.size >= MAX_MESSAGES || printed.has(kind)) {
      return;
    }
    printed.add(kind);
    // not by the console, which is the runtime's and the function's
    const line = message.length > MAX_LENGTH ? `${message.slice(0, MAX_LENGTH)}…` : message;
    process.getBuiltinModule('node:fs').writeSync(2, `[otel] ${line.replace(CONTROLS, ' ')}\n`);
  } catch {
    // nobody reads the log, or the function has changed what this needs
  }
}

/** Prints what was left out and why, once for each kind of cause. */
export function warnOf(what: string, cause: unknown): void {
  warnOnce(what + nameOf(cause), `${what}: ${describe(cause)}`);
}

/** Whatever goes wrong in here, the function goes on. */
export function attempt<T>(whatIsMissing: string, call: () => T): T | undefined {
  try {
    return call();
  } catch (cause) {
    warnOf(whatIsMissing, cause);
    return undefined;
  }
}

/** Returns an error's class, as far as it can be told. */
export function nameOf(error: unknown): string {
  try {
    const { name, constructor } = error as { name?: unknown; constructor?: { name?: unknown } };
    if (typeof name === 'string' && name !== '' && name !== 'Error') {
      return name;
    }
    return typeof constructor?.name === 'string' && constructor.name !== '' ? constructor.name : typeof error;
  } catch {
    return typeof error;
  }
}

export function describe(error: unknown): string {
  try {
    return String(error);
  } catch {
    return nameOf(error);
  }
}
