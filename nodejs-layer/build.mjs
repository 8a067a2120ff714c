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

const here = new URL('.', import.meta.url);
const target = new URL('target/', here);
const layer = new URL('layer/', target);
const sources = new URL('src/', here).pathname;
const NAME = 'opentelemetry-nodejs-layer';
const MODULE = 'opentelemetry-nodejs/index.mjs';
const LATER = 'opentelemetry-nodejs/later.js';
const EPOCH = new Date(1980, 0, 1);

const { version } = JSON.parse(await readFile(new URL('package.json', here), 'utf8'));

await rm(layer, { recursive: true, force: true });
await mkdir(layer, { recursive: true });
// what functions, their fake timers and polyfills replace
const GLOBALS =
  'setTimeout,clearTimeout,setImmediate,queueMicrotask,process,Buffer,Date,Error,Map,Object,Promise,Reflect,Set,URL,WeakMap,WeakSet';
const ORIGINALS = `{${GLOBALS},__random,__now,__hrtime,__apply,__capture,__define}`;
const OPTIONS = {
  absWorkingDir: here.pathname,
  bundle: true,
  minify: true,
  metafile: true,
  platform: 'node',
  target: 'node20',
  legalComments: 'none',
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
// what the module loads by `require` goes into the second file, which takes from the module what that has
const { first, later } = await divide();
await buildFirst({ shared: await buildLater(first, later), write: true });

/** Returns the sources of the first file, and those that it loads when they are needed. */
async function divide() {
  const found = new Set();
  const { metafile } = await buildFirst({ shared: new Map(), found });
  return { first: new Set(sourcesIn(metafile)), later: Array.from(found).sort() };
}

async function buildFirst({ shared, write = false, found = new Set() }) {
  return build({
    ...OPTIONS,
    write,
    entryPoints: ['src/index.ts'],
    outfile: `target/layer/${MODULE}`,
    format: 'esm',
    plugins: [{ name: 'first', setup: (plugin) => loadLater(plugin, shared, found) }],
    banner: {
      js: `import{createRequire as __create}from"node:module";const ${[
        `{${GLOBALS}}=globalThis`,
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
        `__originals=${ORIGINALS}`,
      ].join(',')};`,
    },
  });
}

function loadLater(plugin, shared, found) {
  plugin.onResolve({ filter: /^\.\.?\/.*\.ts$/ }, ({ kind, path, resolveDir }) => {
    if (kind !== 'require-call') {
      return undefined;
    }
    const source = relative(sources, join(resolveDir, path));
    found.add(source);
    return { path: source, namespace: 'later' };
  });
  plugin.onLoad({ filter: /.*/, namespace: 'later' }, ({ path }) => ({
    contents: `import { later } from './later.ts'; module.exports = later(${JSON.stringify(path)});`,
    resolveDir: sources,
  }));
  plugin.onResolve({ filter: /^shared$/ }, ({ path }) => ({ path, namespace: 'shared' }));
  plugin.onLoad({ filter: /.*/, namespace: 'shared' }, () => ({ contents: membersOf(shared), resolveDir: sources }));
}

/** Makes what the second file takes from the first one, at the time when that is needed. */
function membersOf(shared) {
  const lines = [];
  const members = Array.from(shared, ([source, names], i) => {
    const all = Array.from(names).sort();
    lines.push(`import { ${all.map((name) => `${name} as ${name}_${i}`).join(', ')} } from './${source}';`);
    return `${JSON.stringify(source)}: { ${all.map((name) => `${name}: ${name}_${i}`).join(', ')} }`;
  });
  return `${lines.join('\n')}\nexport const shared = () => ({ ${members.join(', ')} });`;
}

/** Returns, by source, the names that the second file takes from the first one. */
async function buildLater(first, later) {
  const taken = new Set();
  const { metafile } = await build({
    ...OPTIONS,
    stdin: {
      contents: later.map((source) => `exports['${source}'] = () => require('./${source}');`).join('\n'),
      resolveDir: sources,
    },
    outfile: `target/layer/${LATER}`,
    format: 'cjs',
    banner: { js: `(function(__shared,__builtin,module,${ORIGINALS}){var exports=module.exports;` },
    footer: { js: 'return module.exports})' },
    plugins: [{ name: 'later', setup: (plugin) => takeFrom(plugin, first, taken) }],
  });
  const shared = new Map();
  for (const source of sourcesIn(metafile)) {
    const text = readFileSync(sources + source, 'utf8');
    for (const [, names, path] of text.matchAll(/^import \{([^}]*)\} from '(\.[^']*)'/gm)) {
      const from = relative(sources, join(sources, dirname(source), path));
      const values = names
        .split(',')
        .map((name) => name.trim())
        .filter((name) => name !== '' && !name.startsWith('type '));
      if (taken.has(from) && values.length > 0) {
        shared.set(from, new Set([...(shared.get(from) ?? []), ...values]));
      }
    }
  }
  return new Map(Array.from(shared).sort(([one], [other]) => (one < other ? -1 : 1)));
}

function takeFrom(plugin, first, taken) {
  plugin.onResolve({ filter: /^\.\.?\/.*\.ts$/ }, ({ path, resolveDir }) => {
    const source = relative(sources, join(resolveDir, path));
    if (!first.has(source)) {
      return undefined;
    }
    taken.add(source);
    return { path: source, namespace: 'first' };
  });
  plugin.onLoad({ filter: /.*/, namespace: 'first' }, ({ path }) => ({
    contents: `module.exports = __shared[${JSON.stringify(path)}];`,
  }));
}

function sourcesIn({ outputs }) {
  const [{ inputs }] = Object.values(outputs);
  return Object.keys(inputs)
    .filter((input) => input.startsWith('src/'))
    .map((input) => input.slice('src/'.length));
}

// the second name is the one that users of other layers have in AWS_LAMBDA_EXEC_WRAPPER
const script = await readFile(new URL('layer/otel-handler', here), 'utf8');
for (const name of ['otel-handler', 'otel-instrument']) {
  // comments are for those who read the sources
  await writeFile(new URL(name, layer), script.replace(/^# .*\n/gm, ''));
  await chmod(new URL(name, layer), 0o755);
}
await copyFile(new URL('../LICENSE', here), new URL('opentelemetry-nodejs/LICENSE', layer));

// takes a second, and makes the zip smaller by a thirtieth; the library of zips asks for no other way
zlib.deflateRaw = (bytes, _options, callback) => zopfli.deflate(bytes, { numiterations: 50 }, callback);
const zip = new yazl.ZipFile();
for (const name of [MODULE, LATER, 'opentelemetry-nodejs/LICENSE', 'otel-handler', 'otel-instrument']) {
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
