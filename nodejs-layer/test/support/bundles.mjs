// Bundles a function with all its packages, as users do.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';

const PROJECT = new URL('../../', import.meta.url).pathname;
/** What libraries load only if it is there. */
const OPTIONAL = [
  ...['pg-native', 'cloudflare:sockets'],
  // knex's other databases
  ...['better-sqlite3', 'mariadb', 'mariadb/callback', 'oracledb', 'pg-query-stream', 'sqlite3', 'tedious'],
];

async function esbuild(source, format) {
  const { outputFiles } = await build({
    stdin: { contents: source, resolveDir: PROJECT, sourcefile: 'index.js' },
    bundle: true,
    minify: true,
    // mysql tells its commands by the names of their classes
    keepNames: true,
    platform: 'node',
    format,
    write: false,
    banner:
      format === 'esm'
        ? { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" }
        : {},
    external: OPTIONAL,
    outfile: 'index.js',
    logLevel: 'error',
  });
  return { [format === 'esm' ? 'index.mjs' : 'index.js']: outputFiles[0].text };
}

/** Calls the function with the path of the source, in a folder of this project, so that its packages are found. */
async function inFolder(source, use) {
  const folder = mkdtempSync(join(PROJECT, 'target/bundle-'));
  try {
    writeFileSync(join(folder, 'source.mjs'), source);
    return await use(join(folder, 'source.mjs'), folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const webpack = (source) =>
  inFolder(source, async (entry, folder) => {
    const { default: compile } = await import('webpack');
    const stats = await new Promise((resolve, reject) => {
      const compiler = compile({
        mode: 'production',
        target: 'node20',
        entry,
        // takes most of the time, and esbuild does it, too
        optimization: { minimize: false },
        externals: Object.fromEntries(OPTIONAL.map((name) => [name, `commonjs ${name}`])),
        output: { path: folder, filename: 'index.js', library: { type: 'commonjs2' } },
      });
      compiler.run((error, result) => compiler.close(() => (error ? reject(error) : resolve(result))));
    });
    if (stats.hasErrors()) {
      throw new Error(stats.toString('errors-only'));
    }
    return { 'index.js': readFileSync(join(folder, 'index.js'), 'utf8') };
  });

const rollup = (source) =>
  inFolder(source, async (entry) => {
    const [{ rollup: compile }, ...plugins] = await Promise.all(
      ['rollup', '@rollup/plugin-node-resolve', '@rollup/plugin-commonjs', '@rollup/plugin-json'].map((name) => import(name)),
    );
    const [resolve, commonjs, json] = plugins.map((plugin) => plugin.default);
    const bundle = await compile({
      input: entry,
      plugins: [
        resolve({ preferBuiltins: true, exportConditions: ['node'] }),
        commonjs({ ignoreDynamicRequires: true }),
        json(),
      ],
      external: ['cloudflare:sockets'],
      treeshake: false,
      onwarn: () => undefined,
    });
    const { output } = await bundle.generate({ format: 'cjs', inlineDynamicImports: true });
    await bundle.close();
    return { 'index.js': output[0].code };
  });

/** By name, what makes the files of a function from its source, an ES module. */
export const BUNDLERS = {
  'esbuild, CommonJS': (source) => esbuild(source, 'cjs'),
  'esbuild, ES module': (source) => esbuild(source, 'esm'),
  webpack,
  rollup,
};
