// Packs what Node.js has written into NODE_COMPILE_CACHE as a layer. usage: pack-archive.mjs FOLDER ZIP
import { createWriteStream } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import yazl from 'yazl';

/** The user that functions run as on Lambda. Node.js looks for a folder that has the user's number at its end. */
const USER = '993';
const OPTIONS = { mtime: new Date(1980, 0, 1), forceDosTimestamp: true };

const [from, to] = process.argv.slice(2);
const zip = new yazl.ZipFile();
zip.addFile(new URL('archive/otel-archive', import.meta.url).pathname, 'otel-archive/otel-archive', {
  ...OPTIONS,
  mode: 0o100644,
});
for (const folder of (await readdir(from)).sort()) {
  const name = folder.replace(/\d+$/, USER);
  for (const file of (await readdir(`${from}/${folder}`)).sort()) {
    zip.addFile(`${from}/${folder}/${file}`, `otel-archive/${name}/${file}`, { ...OPTIONS, mode: 0o100644 });
  }
  if (folder !== name) {
    // so that it is used under the local Lambda, too
    zip.addBuffer(Buffer.from(name), `otel-archive/${folder}`, { ...OPTIONS, mode: 0o120777, compress: false });
  }
}
zip.end();
await pipeline(zip.outputStream, createWriteStream(to));
