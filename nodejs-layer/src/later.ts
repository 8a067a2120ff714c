import { shared } from 'shared';

const { readFileSync } = process.getBuiltinModule('node:fs');
const { runInThisContext } = process.getBuiltinModule('node:vm');

type Sources = Readonly<Record<string, () => unknown>>;

let sources: Sources | undefined;

/**
 * Evaluates a source of the second file, which has what the first invocation of most functions does not need. It is read
 * without the loader, of whose modules the function may know them all.
 */
export function later(source: string): unknown {
  sources ??= evaluate();
  return sources[source]?.();
}

function evaluate(): Sources {
  const file = new URL('later.js', import.meta.url);
  const make = runInThisContext(readFileSync(file, 'utf8'), { filename: file.href }) as (...args: unknown[]) => Sources;
  return make(shared(), builtin, { exports: {} }, ORIGINALS);
}

function builtin(name: string): unknown {
  return process.getBuiltinModule(name);
}
