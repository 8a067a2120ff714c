// Builds target/layer and the zip of it, with its SBOM beside it. The same sources make the same zip.
import { execFileSync } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { chmod, copyFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { build } from 'esbuild';
import yazl from 'yazl';

const here = new URL('.', import.meta.url);
const target = new URL('target/', here);
const layer = new URL('layer/', target);
const NAME = 'opentelemetry-nodejs-layer';
const MODULE = 'opentelemetry-nodejs/index.mjs';
const EPOCH = new Date(1980, 0, 1);

const { version } = JSON.parse(await readFile(new URL('package.json', here), 'utf8'));

await rm(layer, { recursive: true, force: true });
await mkdir(layer, { recursive: true });
await build({
  absWorkingDir: here.pathname,
  entryPoints: ['src/index.ts'],
  outfile: `target/layer/${MODULE}`,
  bundle: true,
  minify: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  legalComments: 'none',
  define: { VERSION: JSON.stringify(version), 'process.getBuiltinModule': '__builtin' },
  // older releases of Node.js 20 have no getBuiltinModule
  banner: {
    js: 'import{createRequire as __create}from"node:module";const __builtin=process.getBuiltinModule??__create(import.meta.url);',
  },
});
// the second name is the one that users of other layers have in AWS_LAMBDA_EXEC_WRAPPER
for (const name of ['otel-handler', 'otel-instrument']) {
  await copyFile(new URL('layer/otel-handler', here), new URL(name, layer));
  await chmod(new URL(name, layer), 0o755);
}
await copyFile(new URL('../LICENSE', here), new URL('opentelemetry-nodejs/LICENSE', layer));

const zip = new yazl.ZipFile();
for (const name of [MODULE, 'opentelemetry-nodejs/LICENSE', 'otel-handler', 'otel-instrument']) {
  const mode = name.startsWith('otel-') ? 0o100755 : 0o100644;
  zip.addBuffer(await readFile(new URL(name, layer)), name, { mtime: EPOCH, mode, forceDosTimestamp: true });
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
