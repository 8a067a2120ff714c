import { parts } from 'parts';

const { readFileSync } = process.getBuiltinModule('node:fs');

type Make = (modules: unknown[], shared: unknown[], later: (number: number) => unknown, originals: object) => void;

const FILE = new URL('later.js', import.meta.url);
const modules: unknown[] = [];
let file: Buffer | undefined;

/**
 * Returns what a source of the second file exports, which has what the first invocation of most functions does not need. Of
 * that file, only the part with that source is evaluated, and what that needs. It is read without the loader, of whose modules
 * the function may know them all.
 *
 * @param number the source's, which the build puts in the place of `require`
 */
export function later(number: number): unknown {
  if (modules[number] === undefined) {
    evaluate(number);
  }
  return modules[number];
}

function evaluate(number: number): void {
  // not loaded before
  const { runInThisContext } = process.getBuiltinModule('node:vm');
  for (const [numbers, start, end, shared] of parts()) {
    if (numbers.includes(number)) {
      file ??= readFileSync(FILE);
      const body = file.toString('latin1', start, end);
      const code = `(function(__modules,__shared,__later,__originals){'use strict';${body}})`;
      const make = runInThisContext(code, { filename: FILE.href }) as Make;
      make(modules, shared(), later, ORIGINALS);
    }
  }
}
