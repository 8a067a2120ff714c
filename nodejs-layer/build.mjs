// Builds target/layer and the zip of it, with its SBOM beside it. The same sources make the same zip.
import { execFileSync } from 'node:child_process';
import { createWriteStream, readFileSync } from 'node:fs';
import { chmod, copyFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { pipeline } from 'node:stream/promises';
import zlib from 'node:zlib';
import zopfli from '@gfx/zopfli';
import { build } from 'esbuild';
import yazl from 'yazl';
import { namesOfPrivateMembers } from './private-members.mjs';

const here = new URL('.', import.meta.url);
const target = new URL('target/', here);
const layer = new URL('layer/', target);
const sources = new URL('src/', here).pathname;
const NAME = 'opentelemetry-nodejs-layer';
const MODULE = 'opentelemetry-nodejs';
const REQUIRE = /\brequire\('(\.[^']+)'\)/g;
const EPOCH = new Date(1980, 0, 1);

const { version } = JSON.parse(await readFile(new URL('package.json', here), 'utf8'));

await rm(layer, { recursive: true, force: true });
await mkdir(new URL(MODULE, layer), { recursive: true });
// what functions, their fake timers and polyfills replace
const ORIGINALS = [
  ...['setTimeout', 'clearTimeout', 'setImmediate', 'queueMicrotask', 'process', 'Buffer', 'Date', 'Error', 'Map'],
  ...['Object', 'Promise', 'Reflect', 'Set', 'URL', 'WeakMap', 'WeakSet'],
];
const ORIGINAL_MEMBERS = ['__builtin', '__random', '__now', '__hrtime', '__apply', '__capture', '__define'];
const BANNER = `import{createRequire as __create}from"node:module";const ${[
  `{${ORIGINALS.join()}}=globalThis`,
  '{random:__random}=Math',
  '{now:__now}=Date',
  '{hrtime:__hrtime}=process',
  '{apply:__apply}=Reflect',
  '{captureStackTrace:__capture}=Error',
  '{defineProperty:__own,setPrototypeOf:__below}=Object',
  // a member of Object.prototype, such as `get`, would be part of each descriptor
  '__define=(object,name,descriptor)=>__own(object,name,__below(descriptor,null))',
  // older releases of Node.js 20 have no getBuiltinModule
  '__builtin=process.getBuiltinModule??__create(import.meta.url)',
  `__originals={${[...ORIGINALS, ...ORIGINAL_MEMBERS].join()}}`,
].join()};`;
const OPTIONS = {
  absWorkingDir: here.pathname,
  bundle: true,
  write: false,
  minify: true,
  metafile: true,
  platform: 'node',
  target: 'node20',
  legalComments: 'none',
  mangleProps: new RegExp(`^(${namesOfPrivateMembers(sources).join('|')})$`),
  // a member that the constructor assigns needs no declaration beside it
  tsconfigRaw: { compilerOptions: { useDefineForClassFields: false } },
  logOverride: { 'import-is-undefined': 'error' },
  define: {
    VERSION: JSON.stringify(version),
    ORIGINALS: '__originals',
    'process.getBuiltinModule': '__builtin',
    'Math.random': '__random',
    'Date.now': '__now',
    'process.hrtime': '__hrtime',
    'Reflect.apply': '__apply',
    'Error.captureStackTrace': '__capture',
    'Object.defineProperty': '__define',
  },
};
// of all sources at once, so that a member has one name in both files
const whole = await build({ ...OPTIONS, entryPoints: ['src/index.ts'], format: 'esm', external: ['parts'] });
OPTIONS.mangleCache = whole.mangleCache;
await buildFiles();

/**
 * Writes two files: the first one has what each function runs, and the second one, in parts that are evaluated one by one,
 * what a source loads by `require`. A source that several of those need is in a part of its own, or of such sources.
 */
async function buildFiles() {
  const first = new Set(sourcesIn(await buildFirst([])));
  const numbers = new Map();
  const groups = partition(first);
  groups.forEach((group) => group.forEach((source) => numbers.set(source, numbers.size)));
  const parts = [];
  let text = '';
  for (const group of groups) {
    const { js, shared } = await buildPart(group, first, numbers);
    parts.push({
      shared,
      numbers: group.map((source) => numbers.get(source)),
      start: text.length,
      end: text.length + js.length,
    });
    text += js;
  }
  await writeFile(new URL(`${MODULE}/later.js`, layer), text);
  const { outputFiles } = await buildFirst(parts, numbers);
  await writeFile(new URL(`${MODULE}/index.mjs`, layer), outputFiles[0].contents);
}

/** Returns the sources of the second file, those together that the same sources need which are loaded by `require`. */
function partition(first) {
  const needs = new Map();
  const roots = new Set();
  const visit = (source) => {
    for (const root of requiredBy(source)) {
      roots.add(root);
    }
  };
  first.forEach(visit);
  for (const root of roots) {
    const pending = [root];
    while (pending.length > 0) {
      const source = pending.pop();
      if (!first.has(source) && !needs.get(source)?.has(root)) {
        needs.set(source, (needs.get(source) ?? new Set()).add(root));
        visit(source);
        pending.push(...importsOf(source).keys());
      }
    }
  }
  const loadersOf = (root) => Array.from(needs.keys()).filter((source) => requiredBy(source).includes(root));
  const isLoadedFirst = (root) => Array.from(first).some((source) => requiredBy(source).includes(root));
  const groups = new Map();
  for (const source of Array.from(needs.keys()).sort()) {
    const by = needs.get(source);
    // what loads a root may need the source, too, which is there by then
    const firstBy = Array.from(by).filter(
      (root) =>
        isLoadedFirst(root) ||
        !loadersOf(root).every((loader) => Array.from(needs.get(loader)).every((each) => each !== root && by.has(each))),
    );
    const key = firstBy.sort().join();
    groups.set(key, [...(groups.get(key) ?? []), source]);
  }
  return Array.from(groups.values());
}

async function buildFirst(parts, numbers) {
  const plugin = {
    name: 'first',
    setup({ onResolve, onLoad }) {
      onLoad({ filter: /\.ts$/ }, ({ path }) => {
        const source = relative(sources, path);
        const later = relative(dirname(path), join(sources, 'later.ts'));
        const imported = requiredBy(source).length === 0 ? '' : `import { later as __later } from './${later}';`;
        return { contents: imported + contentsOf(source, numbers), loader: 'ts' };
      });
      onResolve({ filter: /^parts$/ }, ({ path }) => ({ path, namespace: 'parts' }));
      onLoad({ filter: /.*/, namespace: 'parts' }, () => ({ contents: tableOf(parts), resolveDir: sources }));
    },
  };
  return build({ ...OPTIONS, entryPoints: ['src/index.ts'], format: 'esm', plugins: [plugin], banner: { js: BANNER } });
}

/** Tells where each part is, and makes what it takes from the first file, at the time when that is needed. */
function tableOf(parts) {
  const imports = new Map();
  const local = (source, name) => {
    const key = `${name}_${source.replace(/\W/g, '_')}`;
    imports.set(key, `import { ${name} as ${key} } from './${source}';`);
    return key;
  };
  const rows = parts.map(({ numbers, start, end, shared }) => {
    const values = shared.map(([source, name]) => local(source, name));
    return `[[${numbers.join()}], ${start}, ${end}, () => [${values.join()}]]`;
  });
  return `${Array.from(imports.values()).join('')}\nexport const parts = () => [${rows.join()}];`;
}

/** Returns a function's body, which takes what the part needs and puts what its sources export into a table by their numbers. */
async function buildPart(group, first, numbers) {
  const wanted = new Map();
  for (const source of group) {
    for (const [from, names] of importsOf(source)) {
      wanted.set(from, new Set([...(wanted.get(from) ?? []), ...names]));
    }
  }
  // in an order of its own, as sources are loaded in any
  const shared = Array.from(wanted)
    .filter(([source]) => first.has(source))
    .flatMap(([source, names]) => Array.from(names, (name) => `${source} ${name}`))
    .sort();
  const plugin = {
    name: 'part',
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^\.\.?\/.*\.ts$/ }, ({ path, resolveDir }) => {
        const source = relative(sources, join(resolveDir, path));
        return group.includes(source) ? undefined : { path: source, namespace: 'elsewhere', sideEffects: false };
      });
      onLoad({ filter: /.*/, namespace: 'elsewhere' }, ({ path }) => {
        const names = Array.from(wanted.get(path)).sort();
        if (!first.has(path)) {
          return { contents: `export const { ${names.join()} } = __later(${numbers.get(path)});` };
        }
        const values = names.map((name) => `${name} = __shared[${shared.indexOf(`${path} ${name}`)}]`);
        return { contents: `export const ${values.join()};` };
      });
      onLoad({ filter: /\.ts$/ }, ({ path }) => ({ contents: contentsOf(relative(sources, path), numbers), loader: 'ts' }));
    },
  };
  const contents = group
    .map((source) => {
      const names = exportsOf(source);
      const locals = names.map((name) => `${name} as ${name}_${numbers.get(source)}`);
      const members = names.map((name) => `${name}: ${name}_${numbers.get(source)}`);
      return `import { ${locals.join()} } from './${source}'; __modules[${numbers.get(source)}] = { ${members.join()} };`;
    })
    .join('\n');
  const { outputFiles } = await build({
    ...OPTIONS,
    stdin: { contents, resolveDir: sources },
    format: 'esm',
    plugins: [plugin],
  });
  const body = outputFiles[0].text.trim();
  const used = [...ORIGINALS, ...ORIGINAL_MEMBERS].filter((name) => new RegExp(`\\b${name}\\b`).test(body));
  const originals = used.length === 0 ? '' : `const{${used.join()}}=__originals;`;
  return { js: originals + body, shared: shared.map((each) => each.split(' ')) };
}

/** Returns the text of a source, in which another one that it loads by `require` has its number. */
function contentsOf(source, numbers = new Map()) {
  return textOf(source).replace(REQUIRE, (_, path) => `__later(${numbers.get(below(source, path)) ?? 0})`);
}

/** Returns the sources that a source loads by `require`. */
function requiredBy(source) {
  return Array.from(textOf(source).matchAll(REQUIRE), ([, path]) => below(source, path));
}

/** Returns the names of the values that a source imports, by the source that it imports them from. */
function importsOf(source) {
  const imports = new Map();
  for (const [, names, path] of textOf(source).matchAll(/^import \{([^}]*)\} from '(\.[^']*)'/gm)) {
    const values = names
      .split(',')
      .map((name) => name.trim())
      .filter((name) => name !== '' && !name.startsWith('type '));
    if (values.length > 0) {
      imports.set(below(source, path), values);
    }
  }
  return imports;
}

function exportsOf(source) {
  const declared = /^export (?:abstract class|async function|class|const|enum|function) (\w+)/gm;
  return Array.from(textOf(source).matchAll(declared), ([, name]) => name).sort();
}

function textOf(source) {
  return readFileSync(sources + source, 'utf8');
}

function below(source, path) {
  return relative(sources, join(sources, dirname(source), path));
}

function sourcesIn({ metafile: { outputs } }) {
  const [{ inputs }] = Object.values(outputs);
  return Object.keys(inputs)
    .filter((input) => input.startsWith('src/'))
    .map((input) => input.slice('src/'.length));
}

const script = await readFile(new URL('layer/otel-handler', here), 'utf8');
const SCRIPTS = {
  // comments are for those who read the sources
  'otel-handler': script.replace(/^# .*\n/gm, ''),
  // the name that users of other layers have in AWS_LAMBDA_EXEC_WRAPPER
  'otel-instrument': '#!/bin/sh\n. "${0%/*}/otel-handler"\n',
};
for (const [name, text] of Object.entries(SCRIPTS)) {
  await writeFile(new URL(name, layer), text);
  await chmod(new URL(name, layer), 0o755);
}
await copyFile(new URL('../LICENSE', here), new URL(`${MODULE}/LICENSE`, layer));

// takes a second, and makes the zip smaller by a thirtieth; the library of zips asks for no other way
zlib.deflateRaw = (bytes, _options, callback) => zopfli.deflate(bytes, { numiterations: 50 }, callback);
const zip = new yazl.ZipFile();
for (const name of [...['index.mjs', 'later.js', 'LICENSE'].map((file) => `${MODULE}/${file}`), ...Object.keys(SCRIPTS)]) {
  const mode = name.startsWith('otel-') ? 0o100755 : 0o100644;
  zip.addBuffer(await readFile(new URL(name, layer)), name, {
    mtime: EPOCH,
    mode,
    forceDosTimestamp: true,
    compressionLevel: 9,
  });
}
zip.end();
await pipeline(zip.outputStream, createWriteStream(new URL(`${NAME}.zip`, target)));

// nothing but the layer itself, as it has no dependency at run time
const sbom = JSON.parse(
  execFileSync('npm', ['sbom', '--omit=dev', '--sbom-format=cyclonedx'], { cwd: here.pathname, encoding: 'utf8' }),
);
delete sbom.serialNumber;
delete sbom.metadata.timestamp;
await writeFile(new URL(`${NAME}.cdx.json`, target), `${JSON.stringify(sbom, undefined, 2)}\n`);
