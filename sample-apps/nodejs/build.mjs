// Bundles app.mjs with the AWS SDK into target/app.js and target/function.zip, by the tools that the layer is built with.
import { createWriteStream } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { pipeline } from 'node:stream/promises';

const layer = new URL('../../nodejs-layer/', import.meta.url);
const require = createRequire(layer);
const { build } = require('esbuild');
const { ZipFile } = require('yazl');

const target = new URL('target/', import.meta.url);
await rm(target, { recursive: true, force: true });
await mkdir(target);
const { outputFiles } = await build({
  absWorkingDir: fileURLToPath(new URL('.', import.meta.url)),
  entryPoints: ['app.mjs'],
  nodePaths: [fileURLToPath(new URL('node_modules', layer))],
  bundle: true,
  minify: true,
  write: false,
  platform: 'node',
  format: 'cjs',
  target: 'node20',
  legalComments: 'none',
});
const code = Buffer.from(outputFiles[0].contents);
await writeFile(new URL('app.js', target), code);
const zip = new ZipFile();
zip.addBuffer(code, 'app.js', {
  mtime: new Date(1980, 0, 1),
  forceDosTimestamp: true,
});
zip.end();
await pipeline(zip.outputStream, createWriteStream(new URL('function.zip', target)));
