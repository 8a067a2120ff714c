import { handlerNotFound, malformedHandlerName } from './runtime-errors.ts';

const { existsSync, readFileSync } = process.getBuiltinModule('node:fs');
const path = process.getBuiltinModule('node:path');

export type Handler = (this: unknown, ...args: unknown[]) => unknown;

/** The path of the runtime client, which is what a module that is missing was required from. */
const RUNTIME = process.argv[1] ?? import.meta.url;
const require = process.getBuiltinModule('node:module').createRequire(RUNTIME);

/**
 * Loads the function's handler by the rules of the runtime client that runs: those of
 * `aws-lambda-ric` 3 (Node.js 20 and 22) and 4 (Node.js 24, and managed instances).
 *
 * @param taskRoot the folder of the function's code
 * @param name such as `index.handler`, `folder/index.handler` or `index.nested.handler`
 * @throws what the runtime client would throw, but for what it makes of errors of the function's code
 */
export async function loadUserFunction(taskRoot: string, name: string): Promise<Handler> {
  if (name.includes('..')) {
    throw malformedHandlerName(
      `'${name}' is not a valid handler name. Use absolute paths when specifying root directories in handler names.`,
      isVersion4(),
    );
  }
  const file = path.basename(name);
  const root = name.substring(0, name.indexOf(file));
  const dot = file.indexOf('.');
  if (dot < 0) {
    throw malformedHandlerName('Bad handler', isVersion4());
  }
  const [module, member] = [file.slice(0, dot), file.slice(dot + 1)];
  return isVersion4()
    ? loadAsVersion4(taskRoot, root, module, member, name)
    : loadAsVersion3(taskRoot, root, module, member, name);
}

function isVersion4(): boolean {
  const { awslambda } = globalThis as { awslambda?: { InvokeStore?: unknown } };
  return (
    awslambda?.InvokeStore !== undefined ||
    process.env['AWS_LAMBDA_MAX_CONCURRENCY'] !== undefined ||
    Number(process.versions.node.split('.', 1)[0]) >= 24
  );
}

async function loadAsVersion3(taskRoot: string, root: string, module: string, member: string, name: string): Promise<Handler> {
  const handler = find(await loadModule3(taskRoot, root, module), member);
  if (!handler) {
    throw handlerNotFound(`${name} is undefined or not exported`, false);
  }
  if (typeof handler !== 'function') {
    throw handlerNotFound(`${name} is not a function`, false);
  }
  return handler as Handler;

  function find(object: unknown, nested: string): unknown {
    return nested.split('.').reduce<unknown>((value, key) => value && (value as Record<string, unknown>)[key], object);
  }
}

async function loadModule3(taskRoot: string, root: string, module: string): Promise<unknown> {
  const file = path.resolve(taskRoot, root, module);
  const extensionless = requireFile(file);
  if (extensionless) {
    return extensionless;
  }
  const isModule = existsSync(`${file}.js`) && hasTypeModule(path.resolve(path.dirname(`${file}.js`)));
  const loaded =
    (!isModule && requireFile(`${file}.js`)) ||
    (isModule && (await importFile(`${file}.js`))) ||
    (await importFile(`${file}.mjs`)) ||
    requireFile(`${file}.cjs`);
  return loaded || require(require.resolve(module, { paths: [taskRoot, root] }));
}

function requireFile(file: string): unknown {
  return existsSync(file) ? (require(file) as unknown) : undefined;
}

function importFile(file: string): Promise<unknown> | undefined {
  return existsSync(file) ? import(file) : undefined;
}

function hasTypeModule(folder: string): boolean {
  if (folder.endsWith('/node_modules')) {
    return false;
  }
  const file = path.join(folder, '/package.json');
  if (existsSync(file)) {
    try {
      const json = JSON.parse(readFileSync(file, 'utf8')) as { type?: unknown } | null;
      if (json) {
        return json.type === 'module';
      }
    } catch (e) {
      console.warn(`${file} cannot be read, it will be ignored for ES module detection purposes.`, e);
      return false;
    }
  }
  return folder !== '/' && hasTypeModule(path.resolve(folder, '..'));
}

async function loadAsVersion4(
  taskRoot: string,
  folder: string,
  module: string,
  member: string,
  name: string,
): Promise<Handler> {
  const loaded = await loadModule4(taskRoot, folder.replace(/\/$/, ''), module);
  let handler = find(loaded, member);
  if (!handler && typeof loaded === 'object' && loaded !== null && 'default' in loaded) {
    handler = find(loaded.default, member);
  }
  if (!handler) {
    throw handlerNotFound(`${name} is undefined or not exported`, true);
  }
  if (typeof handler !== 'function') {
    throw handlerNotFound(`${name} is not a function`, true);
  }
  return handler as Handler;

  function find(object: unknown, nested: string): unknown {
    return nested
      .split('.')
      .reduce<unknown>(
        (value, key) => (value && typeof value === 'object' ? (value as Record<string, unknown>)[key] : undefined),
        object,
      );
  }
}

async function loadModule4(taskRoot: string, root: string, module: string): Promise<unknown> {
  const file = path.resolve(taskRoot, root, module);
  for (const extension of ['', '.js', '.mjs', '.cjs']) {
    const loaded = await importFile(file + extension);
    if (loaded) {
      return loaded;
    }
  }
  return require(require.resolve(module, { paths: [taskRoot, path.join(taskRoot, root)] }));
}
