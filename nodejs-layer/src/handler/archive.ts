import { warn } from '../settings/diagnostics.ts';

/** Takes back what has let Node.js read an archive since its start, before the function or a child process sees it. */
export function leaveArchive(env: NodeJS.ProcessEnv): void {
  const folder = env['_OTEL_ARCHIVE'];
  if (folder === undefined) {
    return;
  }
  delete env['_OTEL_ARCHIVE'];
  delete env['NODE_COMPILE_CACHE'];
  const { getCompileCacheDir } = process.getBuiltinModule('node:module') as { getCompileCacheDir?: () => string | undefined };
  if (getCompileCacheDir?.() === undefined) {
    warn(`no archive is used: none in ${folder} was made for Node.js ${process.versions.node}`);
  }
}
