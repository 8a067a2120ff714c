// A small Lambda for tests: AWS's own runtime client in a process of its own, the Runtime and Extensions APIs, and an
// OTLP backend. What it has no means for, the freeze and the limits, is tested by the local Lambda (lambda-emulator).
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { spansOf } from './otlp.mjs';
import { cachedPackage, nodeHome, runtimeClient } from './runtimes.mjs';

const LAYER = new URL('../../target/layer/', import.meta.url).pathname;
const FOLDER = mkdtempSync(join(tmpdir(), 'nodejs-layer-'));
process.on('exit', () => rmSync(FOLDER, { recursive: true, force: true }));

const ARN = 'arn:aws:lambda:us-east-1:123456789012:function:orders';
const LOG_STREAM = '2026/11/28/[$LATEST]0123456789abcdef0123456789abcdef';

/**
 * Writes a function's files, by their names, into a folder of their own, and returns it.
 *
 * @param packages whether the function has the packages that this project is tested with
 * @param versions those that it has in other versions, by their names
 */
export function functionOf(files, { packages = false, versions = {} } = {}) {
  const folder = mkdtempSync(join(FOLDER, 'task-'));
  if (packages) {
    linkPackages(join(folder, 'node_modules'), versions);
  }
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
  return folder;
}

function linkPackages(folder, versions) {
  const all = new URL('../../node_modules/', import.meta.url).pathname;
  if (Object.keys(versions).length === 0) {
    symlinkSync(all, folder);
    return;
  }
  for (const name of readdirSync(all)) {
    const names = name.startsWith('@') ? readdirSync(join(all, name)).map((each) => `${name}/${each}`) : [name];
    for (const each of names) {
      mkdirSync(dirname(join(folder, each)), { recursive: true });
      const from = versions[each] === undefined ? all : cachedPackage(each, versions[each]);
      symlinkSync(join(from, each), join(folder, each));
    }
  }
}

/** Lays a runtime out: the client is started by its own file, as on Lambda. */
function runtimeFolder(callbacks) {
  const folder = join(FOLDER, `runtime-${callbacks}`);
  if (!existsSync(folder)) {
    cpSync(runtimeClient(callbacks), folder, { recursive: true });
    if (callbacks) {
      appendFileSync(join(folder, 'index.mjs'), '\nawait run(process.env.LAMBDA_TASK_ROOT, process.env._HANDLER);\n');
    }
  }
  return folder;
}

/** Where a layer with an archive would be. */
export const ARCHIVE = join(FOLDER, 'opt/otel-archive');

/** Lays the layer out in another place than /opt, which its wrapper script is told. */
function layerFolder() {
  const folder = join(FOLDER, 'opt');
  const script = join(folder, 'otel-handler');
  if (!existsSync(script)) {
    cpSync(LAYER, folder, { recursive: true });
    writeFileSync(script, readFileSync(script, 'utf8').replace(/=\/opt\//g, `=${folder}/`));
  }
  return folder;
}

export class Lambda {
  requests = [];
  stdout = '';
  stderr = '';
  initError;
  extensions = [];
  registrations = [];
  #pending = [];
  #waiting = [];
  #current;
  #extensionWaits = [];
  #process;
  #servers = [];
  #changed = new Set();
  /** What the backend does with a request; answers 200 by default. */
  onExport = (request, response) => response.end();

  static async start(options) {
    const lambda = new Lambda();
    await lambda.#start(options);
    return lambda;
  }

  async #start({
    node = 22,
    folder,
    handler = 'index.handler',
    layer = true,
    environment = {},
    timeout = 10_000,
    onExport,
    backend = true,
    client,
  }) {
    this.timeout = timeout;
    this.onExport = onExport ?? this.onExport;
    const apiPort = await this.#serve((request, response, body) => this.#api(request, response, body));
    this.backendPort = await this.#serve((request, response, body) => {
      this.requests.push({ path: request.url, headers: request.headers, body });
      this.onExport(request, response, body);
      this.#notify();
    });
    const callbacks = client === undefined ? node < 24 && environment.AWS_LAMBDA_MAX_CONCURRENCY === undefined : client === 3;
    const runtime = runtimeFolder(callbacks);
    const opt = layerFolder();
    const flags = ['--expose-gc', '--max-http-header-size', '81920', '--max-semi-space-size=25', '--max-old-space-size=461'];
    if (node < 24) {
      flags.push('--no-experimental-require-module');
    }
    if (node === 22) {
      flags.push('--no-experimental-detect-module');
    }
    const command = [join(nodeHome(node), 'bin/node'), ...flags, join(runtime, 'index.mjs')];
    if (layer) {
      command.unshift(join(opt, 'otel-handler'));
    }
    this.#process = spawn(command[0], command.slice(1), {
      cwd: folder,
      env: {
        PATH: '/var/lang/bin:/usr/local/bin:/usr/bin/:/bin:/opt/bin',
        LANG: 'en_US.UTF-8',
        TZ: ':UTC',
        LAMBDA_TASK_ROOT: folder,
        LAMBDA_RUNTIME_DIR: runtime,
        NODE_PATH: `${join(runtime, 'node_modules')}:${runtime}:${folder}`,
        AWS_REGION: 'us-east-1',
        AWS_DEFAULT_REGION: 'us-east-1',
        AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE',
        AWS_SECRET_ACCESS_KEY: 'secret',
        AWS_EXECUTION_ENV: `AWS_Lambda_nodejs${node}.x`,
        AWS_LAMBDA_FUNCTION_NAME: 'orders',
        AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
        AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '512',
        AWS_LAMBDA_LOG_GROUP_NAME: '/aws/lambda/orders',
        AWS_LAMBDA_LOG_STREAM_NAME: LOG_STREAM,
        AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
        AWS_LAMBDA_RUNTIME_API: `127.0.0.1:${apiPort}`,
        _HANDLER: handler,
        ...(backend ? { OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${this.backendPort}` } : {}),
        ...environment,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#process.stdout.setEncoding('utf8').on('data', (data) => (this.stdout += data));
    this.#process.stderr.setEncoding('utf8').on('data', (data) => (this.stderr += data));
    this.exited = once(this.#process, 'close').then(([code, signal]) => {
      this.exit = { code, signal };
      this.#current?.resolve({ crashed: this.exit });
      this.#pending.splice(0).forEach(({ resolve }) => resolve({ crashed: this.exit }));
      this.#notify();
      return this.exit;
    });
  }

  get arn() {
    return ARN;
  }

  get logStream() {
    return LOG_STREAM;
  }

  get pid() {
    return this.#process.pid;
  }

  kill(signal) {
    this.#process.kill(signal);
  }

  async #serve(handle) {
    const server = createServer((request, response) => {
      const parts = [];
      request.on('data', (part) => parts.push(part));
      request.on('end', () => handle(request, response, Buffer.concat(parts)));
    });
    this.#servers.push(server);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return server.address().port;
  }

  #api(request, response, body) {
    const [, , api, kind, id, what] = request.url.split('/');
    if (api === 'runtime' && id === 'next') {
      this.#waiting.push(response);
      this.#serveNext();
    } else if (api === 'runtime' && kind === 'init') {
      this.initError = JSON.parse(body);
      response.writeHead(202).end('{}');
    } else if (api === 'runtime') {
      const trailers = { ...request.trailers };
      const outcome = {
        requestId: id,
        headers: request.headers,
        ...(what === 'error' ? { error: JSON.parse(body) } : { response: body.toString() }),
      };
      if (Object.keys(trailers).length > 0) {
        outcome.trailers = trailers;
      }
      response.writeHead(202).end('{}');
      outcome.exportsBefore = this.requests.length;
      this.#running.get(id)?.resolve(outcome);
      this.#running.delete(id);
    } else if (kind === 'register') {
      this.registrations.push({ name: request.headers['lambda-extension-name'], body: JSON.parse(body) });
      response.writeHead(200, { 'Lambda-Extension-Identifier': randomUUID() }).end('{}');
    } else {
      this.#extensionWaits.push(response);
    }
    this.#notify();
  }

  #running = new Map();

  #serveNext() {
    while (this.#pending.length > 0 && this.#waiting.length > 0) {
      const invocation = this.#pending.shift();
      const response = this.#waiting.shift();
      const { requestId, event, headers, resolve } = invocation;
      const deadline = Date.now() + this.timeout;
      this.#running.set(requestId, invocation);
      this.#current = { resolve };
      response.writeHead(200, {
        'Content-Type': 'application/json',
        'Lambda-Runtime-Aws-Request-Id': requestId,
        'Lambda-Runtime-Deadline-Ms': String(deadline),
        'Lambda-Runtime-Invoked-Function-Arn': ARN,
        ...headers,
      });
      response.end(event);
      for (const waiting of this.#extensionWaits.splice(0)) {
        waiting.end(JSON.stringify({ eventType: 'INVOKE', requestId, deadlineMs: deadline }));
      }
    }
  }

  /** Invokes the function with a value or an event's text; resolves when the response or error is there. */
  invoke(event = {}, { traceHeader, clientContext } = {}) {
    const headers = {};
    if (traceHeader !== undefined) {
      headers['Lambda-Runtime-Trace-Id'] = traceHeader;
    }
    if (clientContext !== undefined) {
      headers['Lambda-Runtime-Client-Context'] = JSON.stringify(clientContext);
    }
    return new Promise((resolve) => {
      if (this.exit !== undefined) {
        resolve({ crashed: this.exit });
        return;
      }
      this.#pending.push({
        requestId: randomUUID(),
        event: typeof event === 'string' ? event : JSON.stringify(event),
        headers,
        resolve,
      });
      this.#serveNext();
    });
  }

  /** Resolves when the runtime, and its extension if there is one, ask for the next event: the environment is frozen then. */
  idle() {
    return this.until(
      () => this.exit !== undefined || (this.#waiting.length > 0 && this.#extensionWaits.length === this.registrations.length),
    );
  }

  /** Waits until something holds, within a bound. */
  async until(condition, bound = 20_000) {
    const end = Date.now() + bound;
    while (!condition()) {
      const left = end - Date.now();
      if (left <= 0) {
        throw new Error(`not within ${bound} ms: ${condition}\n${this.stderr}\n${this.stdout}`);
      }
      await new Promise((resolve) => {
        const timer = setTimeout(done, Math.min(left, 50));
        const changed = this.#changed;
        function done() {
          clearTimeout(timer);
          changed.delete(done);
          resolve();
        }
        changed.add(done);
      });
    }
  }

  #notify() {
    for (const each of Array.from(this.#changed)) {
      each();
    }
  }

  /** The spans that have been received. */
  get spans() {
    return this.requests
      .filter(({ path }) => path === '/v1/traces')
      .flatMap(({ body, headers }) => spansOf(body, headers['content-encoding']));
  }

  async stop() {
    if (this.exit === undefined) {
      this.#process.kill('SIGKILL');
      await this.exited;
    }
    for (const server of this.#servers) {
      server.closeAllConnections();
      server.close();
    }
  }
}
