// Sources do not import each other in circles, not even for types, nor by what is loaded later.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';

const SOURCES = new URL('../src', import.meta.url).pathname;
const IMPORT = /\b(?:from |import |require\(|import\()'(\.[^']+)'/g;

test('sources do not import each other in circles', () => {
  assert.deepEqual(circles(imports()), []);
});

test('a circle is found', () => {
  const graph = { a: ['b'], b: ['c'], c: ['d', 'b'], d: [], e: ['a', 'e'] };
  assert.deepEqual(circles(graph), [['b', 'c'], ['e']]);
});

function imports() {
  const files = readdirSync(SOURCES, { recursive: true }).filter((file) => file.endsWith('.ts'));
  return Object.fromEntries(
    files.map((file) => {
      const text = readFileSync(join(SOURCES, file), 'utf8');
      return [file, Array.from(text.matchAll(IMPORT), ([, path]) => join(dirname(file), path))];
    }),
  );
}

/** Returns what can be reached from itself, those together that reach each other. */
function circles(graph) {
  const reached = Object.fromEntries(Object.keys(graph).map((each) => [each, reachable(graph, each)]));
  const inCircle = Object.keys(graph).filter((each) => reached[each].has(each));
  const groups = inCircle.map((each) => inCircle.filter((other) => reached[each].has(other) && reached[other].has(each)));
  return Array.from(new Set(groups.map((group) => group.sort().join()))).map((group) => group.split(','));
}

function reachable(graph, start) {
  const reached = new Set();
  const pending = [start];
  while (pending.length > 0) {
    for (const next of graph[pending.pop()] ?? []) {
      if (!reached.has(next)) {
        reached.add(next);
        pending.push(next);
      }
    }
  }
  return reached;
}
