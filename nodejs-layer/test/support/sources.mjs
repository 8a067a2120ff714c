// Loads sources of the layer, for tests of single classes.
import { build } from 'esbuild';

/** @param contents exports of what is tested, by paths below `src` */
export async function loadSources(contents) {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: new URL('../../src', import.meta.url).pathname, loader: 'ts' },
    bundle: true,
    platform: 'node',
    format: 'esm',
    write: false,
  });
  return import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString('base64')}`);
}
