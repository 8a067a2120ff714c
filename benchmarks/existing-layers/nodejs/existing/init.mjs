// Reference: starts the SDK before the function is loaded, as OpenTelemetry's published layer for Node.js does, and sets the hooks
// of the loader where the handler is an ES module.
import { existsSync, readFileSync } from 'node:fs';
import { register } from 'node:module';
import { join } from 'node:path';

await (await import('./wrapper.js')).default.start();

const { LAMBDA_TASK_ROOT: root, _HANDLER: handler } = process.env;
const file = join(root, handler.slice(0, handler.lastIndexOf('.')));
const manifest = join(root, 'package.json');
const isModule =
  existsSync(`${file}.mjs`) || (existsSync(manifest) && JSON.parse(readFileSync(manifest, 'utf8')).type === 'module');
if (isModule) {
  register('import-in-the-middle/hook.mjs', import.meta.url);
}
