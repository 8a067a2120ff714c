// Runs handlers of all shapes bare and with the layer: the caller gets the same bytes and the same errors, the log has the
// same lines, and the function sees the same surroundings.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { functionOf, Lambda } from './support/lambda.mjs';
import { NODES } from './support/runtimes.mjs';

const stream = (body) => ({
  'index.js': `exports.handler = awslambda.streamifyResponse(async (event, stream, context) => {${body}});`,
});
const js = (body) => ({ 'index.js': body });

const SERVER = `const http = require('node:http'); const start = (f) => new Promise((r) => { const s = http.createServer(f).listen(0, '127.0.0.1', () => r(s)); }); const stop = (s) => { s.closeAllConnections(); s.close(); };`;

/**
 * By name: the function's files, and where needed its handler, events, variables and Node.js versions. `withoutLog` is where the
 * runtime makes an error of a text, and logs its own stack: it is called later with the layer, when telemetry has left.
 */
const SHAPES = {
  'async, CommonJS': { files: js('exports.handler = async (event) => ({ got: event });') },
  'async, ES module': { files: { 'index.mjs': 'export const handler = async (event) => ({ got: event });' } },
  'ES module by package.json': {
    files: { 'index.js': 'export async function handler(event) { return event; }', 'package.json': '{"type":"module"}' },
  },
  'ES module with top-level await': {
    files: { 'index.mjs': 'const x = await Promise.resolve(42); export const handler = async () => x;' },
  },
  "what the function takes out of the runtime's class": {
    files: js(`let taken = false;
exports.handler = async function () {
  const { prototype = {} } = this?.constructor ?? {};
  const names = Object.keys(prototype);
  names.forEach((name) => delete prototype[name]);
  const again = taken ? names : [];
  taken = true;
  return again;
};`),
  },
  'default export': { files: { 'index.mjs': 'export default { handler: async () => "default" };' } },
  'module.exports as a whole': { files: js('module.exports = { handler: async () => "whole" };') },
  'frozen exports': { files: js('module.exports = Object.freeze({ handler: async () => "frozen" });') },
  'getters as esbuild writes them': {
    files: js(
      'Object.defineProperty(module.exports, "handler", { get: () => handler, enumerable: true }); async function handler() { return "getter"; }',
    ),
  },
  'nested handler': { files: js('exports.a = { b: { handler: async () => "nested" } };'), handler: 'index.a.b.handler' },
  'in a folder': {
    files: { 'src/lambda/app.js': 'exports.run = async () => __filename.slice(-17);' },
    handler: 'src/lambda/app.run',
  },
  'cjs before nothing else': { files: { 'index.cjs': 'exports.handler = async () => "cjs";' } },
  'js before mjs and cjs': {
    files: {
      'index.js': 'exports.handler = async () => "js";',
      'index.mjs': 'export const handler = async () => "mjs";',
      'index.cjs': 'exports.handler = async () => "cjs";',
    },
  },
  'mjs before cjs': {
    files: { 'index.mjs': 'export const handler = async () => "mjs";', 'index.cjs': 'exports.handler = async () => "cjs";' },
  },
  extensionless: { files: { index: 'exports.handler = async () => "extensionless";' }, nodes: [20, 22] },
  'from node_modules': {
    files: { 'node_modules/pkg/index.js': 'exports.handler = async () => "pkg";' },
    handler: 'pkg.handler',
  },
  callback: {
    files: js('exports.handler = (event, context, callback) => { setTimeout(() => callback(null, { got: event }), 5); };'),
  },
  'throws in a function with a name of its own': {
    files: js('exports.handler = async function main() { throw new Error("no"); };'),
  },
  'throws in a streaming function with a name of its own': {
    files: js('exports.handler = awslambda.streamifyResponse(async function main() { throw new Error("no"); });'),
  },
  'throws in a class': {
    files: js('class Orders { place() { throw new Error("no"); } } const it = new Orders(); exports.handler = it.place;'),
  },
  'throws below a nested handler': {
    files: js('exports.a = { b: { run: async function main() { throw new Error("no"); } } };'),
    handler: 'index.a.b.run',
  },
  'throws in a function exported by another name': {
    files: { 'index.mjs': 'async function main() { throw new Error("no"); } export { main as handler };' },
  },
  'callback at once': { files: js('exports.handler = (event, context, callback) => callback(null, "at once");') },
  'callback with an error': { files: js('exports.handler = (event, context, callback) => callback(new TypeError("no"));') },
  'callback with a text for an error': {
    withoutLog: true,
    files: js('exports.handler = (event, context, callback) => callback("no");'),
  },
  'callback twice': {
    files: js(
      'exports.handler = (event, context, callback) => { callback(null, 1); callback(null, 2); setTimeout(() => callback(null, 3), 1); };',
    ),
  },
  'callback while a timer runs': {
    files: js(
      'exports.handler = (event, context, callback) => { context.callbackWaitsForEmptyEventLoop = false; setTimeout(() => {}, 1e6); callback(null, "early"); };',
    ),
  },
  'callback and an open timer': {
    files: js(
      'exports.handler = (event, context, callback) => { setTimeout(() => console.log("later"), 30); callback(null, "x"); };',
    ),
  },
  'callback in an async handler': {
    files: js('exports.handler = async (event, context, callback) => { callback(null, "callback"); return "returned"; };'),
  },
  'context.succeed, done and fail': {
    withoutLog: true,
    files: js('exports.handler = (event, context) => context[event.way](event.what, event.more);'),
    events: [
      { way: 'succeed', what: 'yes' },
      { way: 'done', what: null, more: 'done' },
      { way: 'fail', what: 'no' },
      { way: 'fail' },
    ],
    nodes: [20, 22],
  },
  'a value that is no promise': { files: js('exports.handler = (event) => "value";') },
  'nothing at all': { files: js('exports.handler = () => {};') },
  'undefined, null, numbers and texts': {
    files: js('exports.handler = async (event) => event.undefined ? undefined : event.value;'),
    events: [
      { undefined: true },
      { value: null },
      { value: 0 },
      { value: '' },
      { value: '\u00fc\u{1F600}' },
      { value: [1] },
      null,
      'text',
    ],
  },
  'a thenable': { files: js('exports.handler = () => ({ then(resolve) { resolve("thenable"); } });') },
  'an error that is thrown': { files: js('exports.handler = async () => { throw new RangeError("out"); };') },
  'an error that is thrown at once': { files: js('exports.handler = () => { throw new RangeError("out"); };') },
  'a deep error': {
    files: js('const f = (n) => { if (n === 0) throw new Error("deep"); f(n - 1); };\nexports.handler = async () => f(7);'),
  },
  'an error after an await': {
    files: js(
      'const later = async () => { await null; throw new Error("late"); };\nexports.handler = async () => { await later(); };',
    ),
  },
  'an error with a cause': {
    files: js('exports.handler = async () => { throw new Error("outer", { cause: new Error("inner") }); };'),
  },
  'an error with a name and members': {
    files: js(
      'class Mine extends Error { name = "Mine.Own"; code = 7 }\nexports.handler = async () => { throw new Mine("mine"); };',
    ),
  },
  'things that are no errors': {
    files: js('exports.handler = async (event) => { throw event.what; };'),
    events: [{ what: 'text' }, { what: 7 }, { what: { a: 1 } }, { what: null }, {}],
  },
  'things that are no errors, at once': {
    files: js('exports.handler = (event) => { throw event.what; };'),
    events: [{ what: 'text' }, { what: { a: 1 } }],
  },
  'a result that cannot be serialised': { files: js('exports.handler = async () => { const a = {}; a.a = a; return a; };') },
  'an unhandled rejection': {
    files: js('exports.handler = () => new Promise(() => { Promise.reject(new Error("unhandled")); });'),
    crashes: true,
  },
  'an uncaught exception': {
    files: js('exports.handler = () => new Promise(() => { setTimeout(() => { throw new Error("uncaught"); }, 1); });'),
    crashes: true,
  },
  'process.exit': { files: js('exports.handler = async () => { process.exit(3); };'), crashes: true },
  streaming: { files: stream('stream.setContentType("text/plain"); stream.write("a"); stream.write({ b: 1 }); stream.end();') },
  'streaming with a prelude': {
    files: stream(
      'const http = awslambda.HttpResponseStream.from(stream, { statusCode: 418, headers: { a: "b" } }); http.write("tea"); http.end();',
    ),
  },
  'streaming with a high-water mark': {
    files: js(
      'exports.handler = awslambda.streamifyResponse(async (event, stream) => { stream.write(String(stream.writableHighWaterMark)); stream.end(); }, { highWaterMark: 65536 });',
    ),
  },
  'streaming that fails midway': { files: stream('stream.write("a"); throw new Error("midway");') },
  'streaming without an end': { files: stream('stream.write("a"); setTimeout(() => stream.end(), 10);') },
  'streaming that is not async': {
    files: js('exports.handler = awslambda.streamifyResponse((event, stream) => { stream.end(); });'),
  },
  'the parameters and what is beside them': {
    files: js(`exports.handler = async function (...args) {
      const [, context] = args;
      return {
        count: args.length, self: typeof this, keys: Object.keys(context), types: Object.values(context).map((each) => typeof each),
        text: [context.functionName, context.functionVersion, context.memoryLimitInMB, context.logGroupName, context.logStreamName],
        lengths: ['succeed', 'fail', 'done'].map((each) => context[each]?.length + String(context[each]?.name)),
        callback: typeof args[2] === 'function' ? args[2].length + args[2].name : '',
      };
    };`),
  },
  'the surroundings': {
    files: js(`const { execFileSync, fork } = require('node:child_process');
    exports.handler = async () => ({
      environment: Object.keys(process.env).filter((key) => key !== '_' && key !== 'PWD').sort(), handler: process.env._HANDLER, argv: process.argv.slice(2), execArgv: process.execArgv,
      options: process.env.NODE_OPTIONS, cwd: process.cwd() === __dirname, main: typeof require.main, paths: module.paths.length,
      cached: Object.keys(require.cache).length, children: module.children.length, limit: Error.stackTraceLimit, prepare: typeof Error.prepareStackTrace,
      globals: Object.getOwnPropertyNames(globalThis), listeners: ['uncaughtException', 'beforeExit', 'SIGTERM'].map((each) => process.listenerCount(each)),
      child: execFileSync(process.execPath, ['-p', 'JSON.stringify(Object.keys(process.env).filter((key) => key !== "_" && key !== "PWD").sort())'], { encoding: 'utf8' }),
      parent: module.parent === undefined ? 'undefined' : module.parent === null ? 'null' : module.parent.filename?.split('/').pop(),
      loaded: typeof require('node:http').request.toString(), native: Function.prototype.toString.call(require('node:module')._load).length,
    });`),
    environment: { NODE_OPTIONS: '--no-warnings' },
  },
  'a result of BigInt': { files: js('exports.handler = async () => ({ n: 1n });') },
  'a proxy for exports': {
    files: js('module.exports = new Proxy({ handler: async () => "proxy" }, { get: (target, key) => target[key] });'),
  },
  'a proxy for a handler': {
    files: js('exports.handler = new Proxy(async (event) => event, { apply: (target, self, args) => target(...args) });'),
  },
  'a frozen handler': { files: js('exports.handler = Object.freeze(async (event) => event);') },
  'a bound method': {
    files: js('class A { x = 7; run() { return this.x; } } const a = new A(); exports.handler = a.run.bind(a);'),
  },
  'a getter that counts': {
    files: js('let n = 0; Object.defineProperty(exports, "handler", { get() { n++; return async () => n; } });'),
  },
  'a handler that is replaced': {
    files: js('exports.handler = async () => { exports.handler = async () => "second"; return "first"; };'),
  },
  'state of one module, required and imported': {
    files: {
      'index.js':
        'const state = require("./state.js"); exports.handler = async () => { const { default: same } = await import("./state.js"); same.n++; return state; };',
      'state.js': 'module.exports = { n: 0 };',
    },
  },
  'prototypes with more members': {
    files: js(
      'Object.prototype.more = 1; Array.prototype.last = function () { return this[this.length - 1]; }; exports.handler = async () => [1, 2].last();',
    ),
  },
  'frozen prototypes': {
    files: js(
      '[Object, Array, Function, Error, Map, Promise].forEach((type) => Object.freeze(type.prototype)); exports.handler = async (event) => event;',
    ),
  },
  'globals that are replaced': {
    files: js(
      'Math.random = () => 0; Date.now = () => 0; process.hrtime = () => [0, 0]; for (const name of ["setTimeout", "clearTimeout", "queueMicrotask"]) globalThis[name] = () => 0; exports.handler = async (event) => event;',
    ),
  },
  'stack traces of its own': {
    files: js(
      'Error.prepareStackTrace = (error, frames) => error + " at " + frames[0].getFunctionName(); exports.handler = async () => new Error("mine").stack;',
    ),
  },
  'no stack traces': { files: js('Error.stackTraceLimit = 0; exports.handler = async () => { throw new Error("short"); };') },
  'errors that resist': {
    files: js(
      `const errors = [
  () => Object.freeze(new Error("frozen")), () => { const e = new Error("no stack"); delete e.stack; return e; },
  () => { const e = new Error("circular"); e.cause = e; return e; }, () => new Proxy(new Error("proxy"), {}),
  () => Object.defineProperty(new Error("m"), "message", { get() { throw new Error("getter"); } }),
  () => new AggregateError([new Error("a")], "all"), () => Object.freeze(Object.assign(new TypeError("both"), { code: "E" })),
]; exports.handler = async (event) => { throw errors[event](); };`,
    ),
    events: [0, 1, 2, 3, 4, 5, 6],
  },
  'values that resist': {
    files: js(
      `const values = [() => Object.create(null), () => Symbol("s"), () => () => 1, () => 10n];
exports.handler = async (event) => { throw values[event](); };`,
    ),
    events: [0, 1, 2, 3],
    withoutLog: true,
  },
  'a worker thread': {
    files: js(
      'const { Worker } = require("node:worker_threads"); exports.handler = () => new Promise((resolve, reject) => new Worker("require(\'node:worker_threads\').parentPort.postMessage({ env: Object.keys(process.env).filter((key) => key !== \'_\' && key !== \'PWD\').length, argv: process.execArgv.length })", { eval: true }).on("message", resolve).on("error", reject));',
    ),
  },
  'an error event that nobody hears': {
    files: js('exports.handler = async () => { new (require("node:events"))().emit("error", new Error("unheard")); };'),
  },
  'events of all kinds': {
    files: js('exports.handler = async (event) => [typeof event, JSON.stringify(event)?.length];'),
    events: [
      null,
      7,
      'text',
      true,
      [],
      [[1]],
      {},
      { Records: null },
      { Records: [null] },
      { Records: [{ eventSource: 'aws:sqs' }] },
      { requestContext: 7, headers: [] },
      { httpMethod: {}, headers: { a: {} } },
    ],
  },
  'a deep event': {
    files: js('exports.handler = async (event) => { let n = 0; for (let e = event; e; e = e.a) n++; return n; };'),
    events: [
      '{"a":'.repeat(2000) + 'null' + '}'.repeat(2000),
      JSON.stringify({
        Records: [{ eventSource: 'aws:sqs', messageAttributes: JSON.parse('{"a":'.repeat(1000) + 'null' + '}'.repeat(1000)) }],
      }),
    ],
  },
  'middleware as Middy writes it': {
    files: js(
      'const middy = (f) => { const all = []; const run = async (event, context) => { for (const m of all) await m.before?.({ event, context }); const response = await f(event, context); return response; }; run.use = (m) => (all.push(m), run); return run; }; exports.handler = middy(async (event) => event.b).use({ before: ({ event }) => { event.b = 2; } });',
    ),
  },
  'a module whose top-level await rejects': {
    files: { 'index.mjs': 'await Promise.reject(new TypeError("no")); export const handler = async () => 1;' },
  },
  'a proxy that resists': {
    files: js(
      'module.exports = new Proxy({}, { get(target, key) { if (key === "handler") return async () => 1; throw new Error(String(key)); }, has() { throw new Error("has"); } });',
    ),
  },
  'an instance of a class': {
    files: js('class A { #x = 1; async handler(event) { return [typeof this, event]; } } module.exports = new A();'),
  },
  'a static method': {
    files: js('exports.A = class { static n = 5; static async run() { return this?.n ?? "none"; } };'),
    handler: 'index.A.run',
  },
  'a getter that throws': {
    files: js('Object.defineProperty(exports, "handler", { get() { throw new RangeError("getter"); } });'),
  },
  'a generator': { files: js('exports.handler = async function* () { yield 1; };') },
  'a frozen context': {
    files: js(
      'exports.handler = async (event, context) => { Object.freeze(context); return context.getRemainingTimeInMillis() > 0; };',
    ),
  },
  'a context that is changed': {
    files: js(
      'exports.handler = async (event, context) => { context.getRemainingTimeInMillis = () => { throw 1; }; return 1; };',
    ),
  },
  'callback after the promise': {
    files: js(
      'exports.handler = async (event, context, callback) => { setTimeout(() => callback(null, "late"), 20); return 1; };',
    ),
    nodes: [20, 22],
  },
  'callback, then an error': {
    files: js('exports.handler = (event, context, callback) => { callback(null, 1); throw new Error("after"); };'),
    nodes: [20, 22],
  },
  'callback, then a rejection': {
    files: js('exports.handler = async (event, context, callback) => { callback(null, 1); throw new Error("after"); };'),
    nodes: [20, 22],
  },
  'streaming by a pipeline': {
    files: stream(
      'const { Readable } = require("node:stream"); await require("node:stream/promises").pipeline(Readable.from(["a", "b"]), stream);',
    ),
  },
  'streaming much': {
    files: stream(
      'for (let i = 0; i < 50; i++) if (!stream.write("x".repeat(100_000))) await new Promise((resolve) => stream.once("drain", resolve)); stream.end();',
    ),
  },
  'streaming to a stream that is destroyed': {
    files: stream(
      'stream.write("a"); await new Promise((resolve) => setTimeout(resolve, 20)); const error = new Error("gone"); error.stack = "Error: gone"; stream.destroy(error);',
    ),
    crashes: true,
  },
  'listeners of its own': {
    files: js(
      'process.on("uncaughtException", (error) => console.log(error.message)); process.on("exit", (code) => console.log("exit", code)); exports.handler = async () => { process.exit(2); };',
    ),
    crashes: true,
  },
  'all listeners removed': { files: js('process.removeAllListeners(); exports.handler = async () => 1;') },
  'a shell and its variables': {
    files: js(
      'exports.handler = async () => require("node:child_process").execSync("env | cut -d= -f1 | grep -Ev \'^(_|PWD|OLDPWD|SHLVL)$\' | sort", { encoding: "utf8" });',
    ),
  },
  'emitters with the members of clients': {
    files: js(
      'const Emitter = require("node:events"); class A extends Emitter { connectionParameters = 1; call = 2; } class B extends Emitter { get call() { return 5; } set call(value) { this.seen = value; } } exports.handler = async () => { "use strict"; const [a, b, c] = [new A(), new B(), Object.freeze(new Emitter())]; a._pendingQueue = 5; delete a.call; b.call = 9; try { c.call = 1; } catch (error) { return [Object.keys(a), a.call ?? null, b.call, Object.keys(b), error.message]; } };',
    ),
  },
  'a process of node:cluster': {
    files: js(`const cluster = require('node:cluster'); const { writeFileSync } = require('node:fs');
exports.handler = () => new Promise((resolve) => { const file = require('node:path').join(require('node:os').tmpdir(), 'w' + process.pid + '.js'); writeFileSync(file, 'process.send({ env: Object.keys(process.env).filter((k) => /OTEL|NODE_C/.test(k)).sort(), args: process.execArgv.length }); process.disconnect();'); cluster.setupPrimary({ exec: file }); const w = cluster.fork(); w.on('message', (m) => { delete m.env; resolve(m); }); });`),
  },
  'contexts of node:vm': {
    files: js(
      `const vm = require('node:vm'); exports.handler = async () => { const c = vm.createContext({ console, process, require }); return vm.runInContext('class E extends Error {} ; let r; try { throw new E("x") } catch (e) { r = [e instanceof Error, e.message] } ; JSON.stringify([r, typeof fetch, Object.keys(globalThis)])', c); };`,
    ),
  },
  'a foreign error of a vm': {
    files: js(
      `const vm = require('node:vm'); exports.handler = async (e) => { throw vm.runInNewContext('new TypeError("foreign")'); };`,
    ),
  },
  'own AsyncLocalStorage entered at load': {
    files: js(
      `const { AsyncLocalStorage } = require('node:async_hooks'); const s = new AsyncLocalStorage(); s.enterWith({ n: 1 }); exports.handler = async () => { const a = s.getStore(); s.enterWith({ n: 2 }); await 1; return [a ?? 'none', s.getStore()]; };`,
    ),
  },
  'own AsyncLocalStorage run': {
    files: js(
      `const { AsyncLocalStorage, AsyncResource } = require('node:async_hooks'); const s = new AsyncLocalStorage(); let r; exports.handler = async () => { const before = s.getStore() ?? 'none'; r ??= new AsyncResource('x'); return s.run(7, async () => { await new Promise((x) => setTimeout(x, 2)); return [before, s.getStore(), r.runInAsyncScope(() => s.getStore() ?? 'none'), AsyncLocalStorage.snapshot?.()(() => s.getStore())]; }); };`,
    ),
  },
  'process.emit replaced': {
    files: js(
      `const { emit } = process; process.emit = function (...a) { return emit.apply(this, a); }; exports.handler = async () => { Promise.reject(new Error('nobody')); await new Promise((r) => setTimeout(r, 20)); return 1; };`,
    ),
    crashes: true,
  },
  'process.kill': {
    files: js(`exports.handler = async () => { process.kill(process.pid, 'SIGKILL'); await new Promise(() => {}); };`),
    crashes: true,
  },
  'exit in an exit listener': {
    files: js(`process.on('exit', () => process.exit(6)); exports.handler = async () => process.exit(1);`),
    crashes: true,
  },
  'capture callback': {
    files: js(
      `process.setUncaughtExceptionCaptureCallback((e) => console.log('captured', e.message)); exports.handler = async () => { setTimeout(() => { throw new Error('t'); }, 1); await new Promise((r) => setTimeout(r, 20)); return 'on'; };`,
    ),
  },
  'a subclass of Promise': {
    files: js(
      `class P extends Promise { then(...a) { P.n = (P.n ?? 0) + 1; return super.then(...a); } } exports.handler = (e) => { const n = P.n ?? 0; P.n = 0; return P.resolve([n]); };`,
    ),
  },
  'a thenable that throws': { files: js(`exports.handler = () => ({ then() { throw new Error('then'); } });`) },
  'a promise with a then of its own': {
    files: js(`exports.handler = () => Object.assign(Promise.resolve(1), { then(a) { a('own'); } });`),
  },
  'a getter of then that throws': {
    files: js(`exports.handler = () => ({ get then() { throw new Error('get then'); } });`),
  },
  'a promise whose constructor cannot be read': {
    files: js(
      `exports.handler = () => Object.defineProperty(Promise.resolve(1), 'constructor', { get() { throw new Error('constructor'); } });`,
    ),
    nodes: [20, 22], // Node.js 24 itself reads it for an await, without a frame
  },
  'a thenable that settles twice, and has no catch': {
    files: js(`exports.handler = () => ({ then(a, b) { a('first'); b(new Error('second')); a('third'); } });`),
  },
  'streaming with a result': { files: stream(`stream.end('x'); return 5;`) },
  'an error in nested async functions': {
    files: js(
      `const a = async () => { await null; throw new Error('deep'); }; const b = async () => { await a(); }; const c = async () => { await b(); }; exports.handler = async () => { await c(); };`,
    ),
  },
  'an error of an async iterator': {
    files: js(
      `async function* g() { yield 1; throw new Error('it'); } exports.handler = async () => { for await (const x of g()) void x; };`,
    ),
  },
  'fetch that is aborted': {
    files: js(
      `${SERVER} exports.handler = async () => { const s = await start(() => {}); const c = new AbortController(); setTimeout(() => c.abort(), 20); try { await fetch('http://127.0.0.1:' + s.address().port, { signal: c.signal }); } catch (e) { return [e.name, e.message, e.code]; } finally { stop(s); } };`,
    ),
  },
  'fetch whose body breaks': {
    files: js(
      `${SERVER} exports.handler = async () => { const s = await start((q, r) => { r.setHeader('content-length', 100); r.write('x'); setTimeout(() => q.socket.destroy(), 10); }); try { const r = await fetch('http://127.0.0.1:' + s.address().port); await r.text(); } catch (e) { return [e.name, e.message, e.cause?.code]; } finally { stop(s); } };`,
    ),
  },
  'http by each signature': {
    files: js(
      `${SERVER} exports.handler = async () => { const s = await start((q, r) => r.end(q.method + q.url + q.headers.a)); const { port } = s.address(); const u = 'http://127.0.0.1:' + port + '/u'; const read = (res) => new Promise((ok) => { let d = ''; res.on('data', (x) => d += x).on('end', () => ok(d)); }); const by = (f) => new Promise((ok, no) => f((res) => read(res).then(ok)).on('error', no)); const out = [await by((c) => http.get(u, c)), await by((c) => http.get(new URL(u), { headers: { a: 1 } }, c)), await by((c) => http.get(u, { path: '/o' }, c)), await by((c) => http.get({ host: '127.0.0.1', port, path: '/p' }, c)), await by((c) => http.request({ hostname: '127.0.0.1', port, method: 'PUT', headers: new Map() }, c).end('b')), await by((c) => new http.ClientRequest(u, c).end())]; stop(s); return out; };`,
    ),
  },
  'http, upgrade and connect': {
    files: js(
      `${SERVER} exports.handler = async () => { const s = await start(() => {}); s.on('upgrade', (q, k) => k.end('HTTP/1.1 101 X\\r\\nUpgrade: x\\r\\nConnection: upgrade\\r\\n\\r\\nhello')); s.on('connect', (q, k) => k.end('HTTP/1.1 200 ok\\r\\n\\r\\nthere')); const o = { port: s.address().port, host: '127.0.0.1' }; const up = await new Promise((ok) => http.request({ ...o, headers: { connection: 'upgrade', upgrade: 'x' } }).on('upgrade', (r, k, h) => { k.destroy(); ok([r.statusCode, String(h)]); }).end()); const co = await new Promise((ok) => http.request({ ...o, method: 'CONNECT', path: 'a:1' }).on('connect', (r, k, h) => { k.destroy(); ok([r.statusCode, String(h)]); }).end()); stop(s); return [up, co]; };`,
    ),
  },
  'a revoked proxy': {
    files: js(`exports.handler = () => { const { proxy, revoke } = Proxy.revocable({}, {}); revoke(); return proxy; };`),
  },
  'fetch replaced': {
    files: js(
      `const { fetch: f } = globalThis; globalThis.fetch = (...a) => f(...a); exports.handler = async () => { const http = require('node:http'); const s = http.createServer((q, r) => r.end(JSON.stringify(Object.keys(q.headers).filter((k) => !/traceparent|baggage|x-amzn-trace-id|tracestate/.test(k))))).listen(0); await new Promise((r) => s.once('listening', r)); const t = await (await fetch('http://127.0.0.1:' + s.address().port)).json(); s.closeAllConnections(); s.close(); return t; };`,
    ),
  },
  'own agents and keep-alive closings': {
    files: js(
      `const http = require('node:http'); exports.handler = async () => { const s = http.createServer((q, r) => { r.setHeader('connection', 'keep-alive'); r.end('x'); setImmediate(() => q.socket.destroy()); }).listen(0); await new Promise((r) => s.once('listening', r)); const agent = new http.Agent({ keepAlive: true, maxSockets: 1 }); const out = []; for (let i = 0; i < 3; i++) out.push(await new Promise((res) => http.get({ port: s.address().port, agent }, (r) => { r.resume().on('end', () => res(r.statusCode)); }).on('error', (e) => res(e.code)))); agent.destroy(); s.closeAllConnections(); s.close(); return out; };`,
    ),
  },
  'a request with options that are frozen': {
    files: js(
      `const http = require('node:http'); exports.handler = async () => { const s = http.createServer((q, r) => r.end(q.headers.a + q.method)).listen(0); await new Promise((r) => s.once('listening', r)); const o = Object.freeze({ port: s.address().port, headers: Object.freeze({ a: 'b' }) }); const t = await new Promise((res) => http.request(o, (r) => { let d = ''; r.on('data', (x) => d += x).on('end', () => res(d)); }).end()); s.closeAllConnections(); s.close(); return [t, Object.keys(o.headers)]; };`,
    ),
  },
  'raw header arrays': {
    files: js(
      `const http = require('node:http'); exports.handler = async () => { const s = http.createServer((q, r) => r.end(JSON.stringify(q.rawHeaders.filter((x) => /^(A|1|2)$/i.test(x))))).listen(0); await new Promise((r) => s.once('listening', r)); const t = await new Promise((res) => http.request({ port: s.address().port, headers: ['Host', 'h', 'A', '1', 'A', '2'] }, (r) => { let d = ''; r.on('data', (x) => d += x).on('end', () => res(d)); }).end()); s.closeAllConnections(); s.close(); return t; };`,
    ),
  },
  'source maps': {
    files: {
      'index.js': `function fail() { throw new Error('mapped'); }\nexports.handler = async () => fail();\n//# sourceMappingURL=index.js.map`,
      'index.js.map': JSON.stringify({ version: 3, sources: ['index.ts'], names: [], mappings: 'AAAA;AACA' }),
    },
    environment: { NODE_OPTIONS: '--enable-source-maps' },
  },
  'module.register': {
    files: {
      'index.mjs': `import { register } from 'node:module'; register('data:text/javascript,' + encodeURIComponent('export async function load(u, c, n) { const r = await n(u, c); if (u.endsWith("x.mjs")) r.source = "export default 5"; return r; }')); export const handler = async () => (await import('./x.mjs')).default;`,
      'x.mjs': 'export default 1',
    },
  },
  'Module._load wrapped': {
    files: js(
      `const M = require('node:module'); const { _load } = M; let n = 0; M._load = function (...a) { n++; return _load.apply(this, a); }; exports.handler = async () => { const b = n; require('./x.js'); return n - b; };`,
    ),
  },
  'a huge event': {
    files: js(`exports.handler = async (e) => [e.a.length, Object.keys(e.b).length];`),
    events: [{ a: 'x'.repeat(3e6), b: Object.fromEntries(Array.from({ length: 1e5 }, (_, i) => ['k' + i, i])) }],
  },
  'a module that is missing': { files: js('require("not-there"); exports.handler = async () => 1;') },
  'a handler that is missing': { files: js('exports.other = 1;') },
  'a handler that is no function': { files: js('exports.handler = "text";') },
  'a file that is missing': { files: { 'other.js': '' } },
  'a handler without a dot': { files: js(''), handler: 'index' },
  'a handler with dots': { files: js(''), handler: '../index.handler' },
  'a syntax error': { files: js('exports.handler = async () => {{ ;') },
  'a syntax error in a module': { files: { 'index.mjs': 'export const handler = = 1;' } },
  'an error while loading': { files: js('throw new TypeError("loading");') },
  'an error while a module is loaded': { files: { 'index.mjs': 'throw new TypeError("loading");' } },
  'a module that imports nothing there': { files: { 'index.mjs': 'import "./not-there.mjs"; export const handler = 1;' } },
};

/** What a function, a polyfill or a test tool may change for the whole process, so that a line may have to say what is not traced. */
const CHANGES = {
  Promise: 'const P = Promise; globalThis.Promise = class extends P {};',
  'no Promise': 'delete globalThis.Promise;',
  'Promise.prototype.then':
    'const { then } = Promise.prototype; Promise.prototype.then = function (...args) { return then.apply(this, args); };',
  'JSON.parse': 'JSON.parse = () => ({});',
  fetch: 'globalThis.fetch = undefined;',
  AsyncLocalStorage:
    'const { AsyncLocalStorage: { prototype } } = require("node:async_hooks"); for (const key of ["run", "exit", "getStore", "enterWith"]) prototype[key] = () => { throw new Error(key); };',
  Date: 'globalThis.Date = undefined;',
  'Error.captureStackTrace': 'Error.captureStackTrace = () => { throw new Error("capture"); };',
  'no Error.captureStackTrace': 'delete Error.captureStackTrace;',
  'Error.prepareStackTrace': 'Error.prepareStackTrace = () => { throw new Error("prepare"); };',
  'Error.stackTraceLimit': 'Error.stackTraceLimit = "many";',
  'frozen Error': 'Object.freeze(Error);',
  Error: 'globalThis.Error = class {};',
  Reflect: 'Reflect.apply = () => { throw new Error("apply"); };',
  'no Reflect': 'delete globalThis.Reflect;',
  'Object.defineProperty': 'Object.defineProperty = () => { throw new Error("define"); };',
  'Object.prototype.get': 'Object.prototype.get = 1;',
  'Object.prototype.value': 'Object.prototype.value = Object.prototype.enumerable = true;',
  'Object.prototype.error':
    'for (const key of ["error", "result", "failed", "name", "kind", "attributes", "Records", "headers", "requestContext", "cause", "stack", "status", "host"]) Object.prototype[key] = "polluted";',
  'Object.prototype.toJSON': 'Object.prototype.toJSON = () => 1;',
  'Object.prototype.__proto__': 'delete Object.prototype.__proto__;',
  'sealed globals':
    'exports.handler = async (event) => { Object.seal(globalThis); void globalThis[Symbol.for("opentelemetry.js.api.1")]; return event.a; };',
  'Symbol.for': 'Symbol.for = () => Symbol();',
  process:
    'globalThis.process = { env: process.env, nextTick: process.nextTick, argv: [], versions: {}, on() {}, browser: true };',
  Buffer: 'globalThis.Buffer = class extends Uint8Array {};',
  URL: 'globalThis.URL = globalThis.URLSearchParams = class {};',
  console: 'globalThis.console = {};',
  Map: 'Map.prototype.get = Map.prototype.set = () => { throw new Error("map"); };',
  Set: 'Set.prototype.add = Set.prototype.delete = Set.prototype.has = () => { throw new Error("set"); };',
  WeakMap: 'WeakMap.prototype.get = WeakMap.prototype.has = WeakSet.prototype.has = () => { throw new Error("weak"); };',
  Array:
    'for (const key of ["map", "filter", "find", "some", "every", "flatMap"]) Array.prototype[key] = () => { throw new Error(key); };',
  String:
    'for (const key of ["split", "replace", "startsWith", "includes", "trim"]) String.prototype[key] = () => { throw new Error(key); };',
  RegExp: 'RegExp.prototype.test = RegExp.prototype.exec = () => { throw new Error("exec"); };',
  'Function.prototype.bind': 'Function.prototype.bind = () => { throw new Error("bind"); };',
  'node:vm':
    'require("node:vm").runInThisContext = () => { throw new Error("vm"); }; exports.handler = async (event) => { const api = globalThis[Symbol.for("opentelemetry.js.api.1")]; const headers = { tracestate: "a=1", baggage: "b=2", traceparent: `00-${"1".repeat(32)}-${"2".repeat(16)}-01` }; api?.propagation.extract(api.context.active(), headers, { get: (_, key) => headers[key], keys: () => Object.keys(headers) }); throw new TypeError("mine"); };',
  'node:net': 'require("node:net").Socket.prototype.connect = () => { throw new Error("connect"); };',
  'node:diagnostics_channel':
    'const channels = require("node:diagnostics_channel"); channels.channel = channels.Channel.prototype.publish = () => {};',
  'timers that do nothing':
    'globalThis.setTimeout = globalThis.setImmediate = globalThis.queueMicrotask = () => ({ unref() {} });',
};
/** By the flags that reach the runtime. */
const FLAGS = [
  '--disable-proto=throw',
  '--disable-proto=delete',
  '--frozen-intrinsics',
  '--disallow-code-generation-from-strings',
  '--throw-deprecation',
  '--enable-source-maps',
  '--stack-trace-limit=3',
  '--preserve-symlinks --preserve-symlinks-main',
  '--unhandled-rejections=strict',
];
const PERMISSION = { 20: '--experimental-permission', 22: '--experimental-permission', 24: '--permission' };

for (const node of NODES) {
  describe(`Node.js ${node}`, { concurrency: 2 }, () => {
    for (const [name, shape] of Object.entries(SHAPES)) {
      if (shape.nodes?.includes(node) ?? true) {
        test(name, async () => {
          const folder = functionOf(shape.files);
          const [bare, traced] = await Promise.all([run(node, folder, shape, false), run(node, folder, shape, true)]);
          assert.deepEqual(traced, bare);
        });
      }
    }

    const handler = '\nexports.handler = async (event) => event.a;';
    for (const [name, code] of Object.entries(CHANGES)) {
      // after the handler, as the runtime needs much of it to load that
      same(`changed: ${name}`, { files: js(handler + code) });
    }
    for (const flags of [...FLAGS, `${PERMISSION[node]} --allow-fs-read=* --allow-addons`]) {
      same(flags, { files: js(handler), environment: { NODE_OPTIONS: flags } });
    }

    /** Tests that the function answers as without the layer, which may have something to say. */
    function same(name, shape) {
      test(name, async () => {
        const folder = functionOf(shape.files);
        const [bare, traced] = await Promise.all([false, true].map((layer) => run(node, folder, shape, layer)));
        assert.deepEqual(withoutLines(traced), withoutLines(bare));
      });
    }
  });
}

async function run(node, folder, { handler, events = [{ a: 1 }, { a: 2 }], environment, crashes, withoutLog }, layer) {
  const lambda = await Lambda.start({ node, folder, handler, layer, environment });
  try {
    const outcomes = [];
    for (const event of crashes ? events.slice(0, 1) : events) {
      const outcome = await Promise.race([lambda.invoke(event), lambda.exited.then((exit) => ({ exit }))]);
      const { headers, response, error, trailers } = outcome;
      outcomes.push({
        response,
        error,
        trailers,
        type: headers?.['content-type'],
        mode: headers?.['lambda-runtime-function-response-mode'],
      });
      await lambda.idle();
    }
    const { initError, exit } = lambda;
    return normalised({ outcomes, initError, exit, log: withoutLog ? '' : lambda.stdout, errors: lambda.stderr });
  } finally {
    await lambda.stop();
  }
}

/**
 * Leaves out what differs from run to run, and of stack traces what the layer cannot keep: the runtime's own frames where the
 * runtime does not load the function itself, or is called at another time. The function's frames and the messages are compared.
 */
function normalised(result) {
  const text = JSON.stringify(result)
    .replaceAll(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/g, 'TIME')
    .replaceAll(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, 'ID');
  assert.doesNotMatch(text.replaceAll(/at \S+ \(file:[^)]*runtime-[^)]*\)/g, ''), /opentelemetry-nodejs/);
  return JSON.parse(
    result.outcomes.every(({ error }) => error === undefined) || isOfRuntime(text) ? withoutRuntimeFrames(text) : text,
  );
}

function withoutLines({ errors, ...result }) {
  return { ...result, errors: errors.replaceAll(/^\[otel\] .*\n/gm, '').replaceAll(/\(node:\d+\)/g, '') };
}

/** Whether the error is made by the runtime, or while it loads the function. */
function isOfRuntime(text) {
  return (
    !/at (async )?\S*(handler|f|later|anonymous)[^(]*\([^)]*task-/.test(text) || /"errorType":"Runtime\.Unhandled/.test(text)
  );
}

function withoutRuntimeFrames(text) {
  return text
    .replaceAll(/,?\\*" {4}at (async )?[^"]*(runtime-|node:)[^"]*"/g, '')
    .replaceAll(/\\n {4}at (async )?[^\\]*(runtime-|node:)[^\\]*/g, '')
    .replaceAll(/\[(Runtime\.[^\]]*)\](\\n\\nNode)/g, '$1$2');
}
