// Calls by libraries are the spans that OpenTelemetry's own instrumentations make, whether the function is bundled or not.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { BUNDLERS } from './support/bundles.mjs';
import { startMariaDb, startPostgres, startRedis } from './support/databases.mjs';
import { functionOf, Lambda } from './support/lambda.mjs';
import { NODES } from './support/runtimes.mjs';

const SERVERS = {
  pg: startPostgres,
  mysql: startMariaDb,
  redis: startRedis,
};

const byCallback =
  'const byCallback = (call) => new Promise((resolve, reject) => call((error, value) => (error ? reject(error) : resolve(value))));';
const withConnection = `
const maria = { host: '127.0.0.1', port: Number(process.env.MYSQL), user: 'root', database: 'test' };
const withConnection = async (connection, use) => {
  try { return await use(connection); } finally { await byCallback((done) => connection.end(done)); }
};`;

/** By library, the source of an object with calls that are made; `needs` is the server that they are made to. */
const LIBRARIES = {
  pg: {
    needs: 'pg',
    source: `
import pg from 'pg';
const postgres = { host: '127.0.0.1', port: Number(process.env.PG), user: 'postgres', database: 'postgres' };
const opened = async (client, use) => {
  await client.connect();
  try { return await use(client); } finally { await client.end(); }
};
export const calls = {
  promise: () => opened(new pg.Client(postgres), async (client) => (await client.query('SELECT $1::int AS n', [1])).rows),
  callback: () => opened(new pg.Client(postgres), (client) => byCallback((done) => client.query('select 2', done)).then(({ rows }) => rows)),
  named: () => opened(new pg.Client(postgres), async (client) => (await client.query({ name: 'three', text: 'SELECT 3' })).rows),
  'callback of a config': () => opened(new pg.Client(postgres), (client) =>
    byCallback((callback) => client.query({ text: 'SELECT 4', callback })).then(({ rows }) => rows)),
  error: () => opened(new pg.Client(postgres), (client) => client.query('SELECT nothing')),
  pool: async () => {
    const pool = new pg.Pool({ ...postgres, max: 2 });
    try { return (await Promise.all([1, 2].map((n) => pool.query('SELECT ' + n)))).map(({ rows }) => rows); } finally { await pool.end(); }
  },
  'pool of a URL': async () => {
    const pool = new pg.Pool({ connectionString: 'postgresql://postgres:secret@127.0.0.1:' + process.env.PG + '/postgres' });
    const client = await pool.connect();
    try { return (await client.query('SELECT 5')).rows; } finally { client.release(); await pool.end(); }
  },
  refused: () => new pg.Client({ ...postgres, port: 1 }).connect(),
};`,
  },
  mysql: {
    needs: 'mysql',
    source: `
import mysql from 'mysql';
export const calls = {
  callback: () => withConnection(mysql.createConnection(maria), (connection) => byCallback((done) => connection.query('SELECT ? AS n', [1], done))),
  options: () => withConnection(mysql.createConnection(maria), (connection) =>
    byCallback((done) => connection.query({ sql: 'SELECT ? AS n', values: [2] }, done))),
  events: () => withConnection(mysql.createConnection(maria), (connection) => new Promise((resolve, reject) => {
    const rows = [];
    connection.query('SELECT 3 AS n').on('result', (row) => rows.push(row)).on('error', reject).on('end', () => resolve(rows));
  })),
  error: () => withConnection(mysql.createConnection(maria), (connection) => byCallback((done) => connection.query('SELECT nothing', done))),
  'connection of a pool': () => withConnection(mysql.createPool(maria), async (pool) => {
    const connection = await byCallback((done) => pool.getConnection(done));
    try { return await byCallback((done) => connection.query('SELECT 4 AS n', done)); } finally { connection.release(); }
  }),
};`,
  },
  mysql2: {
    needs: 'mysql',
    source: `
import mysql2 from 'mysql2';
import mysql2Promise from 'mysql2/promise';
export const calls = {
  callback: () => withConnection(mysql2.createConnection(maria), (connection) => byCallback((done) => connection.query('SELECT ? AS n', [1], done))),
  prepared: () => withConnection(mysql2.createConnection(maria), (connection) => byCallback((done) => connection.execute('SELECT ? AS n', [2], done))),
  events: () => withConnection(mysql2.createConnection(maria), (connection) => new Promise((resolve, reject) => {
    const rows = [];
    connection.query('SELECT 3 AS n').on('result', (row) => rows.push(row)).on('error', reject).on('end', () => resolve(rows));
  })),
  error: () => withConnection(mysql2.createConnection(maria), (connection) => byCallback((done) => connection.query('SELECT nothing', done))),
  promise: async () => {
    const connection = await mysql2Promise.createConnection(maria);
    try { return (await connection.query('SELECT ? AS n', [4]))[0]; } finally { await connection.end(); }
  },
  pool: async () => {
    const pool = mysql2Promise.createPool(maria);
    try { return (await pool.query({ sql: 'SELECT ? AS n', values: ['five'] }))[0]; } finally { await pool.end(); }
  },
};`,
  },
  redis: {
    needs: 'redis',
    // a bundle tells each command, but not those of a transaction
    unbundled: ['multi', 'multi of the same', 'pipeline', 'failed multi'],
    source: `
import { createClient } from 'redis';
const withRedis = async (use) => {
  const client = createClient({ socket: { host: '127.0.0.1', port: Number(process.env.REDIS) } });
  await client.connect();
  try { return await use(client); } finally { await client.close(); }
};
export const calls = {
  commands: () => withRedis(async (client) => [await client.set('key', 'value'), await client.get('key'), (await client.hSet('hash', { field: 'value' }), 'set')]),
  raw: () => withRedis((client) => client.sendCommand(['ECHO', 'hello'])),
  error: () => withRedis((client) => client.lPush('key', 'value')),
  parallel: () => withRedis((client) => Promise.all([client.get('key'), client.exists('key')])),
  multi: () => withRedis((client) => client.multi().set('key', 'value').get('key').exec()),
  'multi of the same': () => withRedis((client) => client.multi().get('key').get('key').exec()),
  pipeline: () => withRedis((client) => client.multi().set('key', 'value').get('key').execAsPipeline()),
  'failed multi': () => withRedis((client) => client.multi().lPush('key', 'value').get('key').exec()),
};`,
  },
  ioredis: {
    needs: 'redis',
    source: `
import { Redis } from 'ioredis';
const withIoredis = async (use) => {
  const client = new Redis({ host: '127.0.0.1', port: Number(process.env.REDIS), lazyConnect: true, enableReadyCheck: false, disableClientInfo: true });
  await client.connect();
  try { return await use(client); } finally { client.disconnect(); }
};
export const calls = {
  commands: () => withIoredis(async (client) => [await client.set('key', 'value'), await client.get('key'), (await client.hset('hash', 'field', 'value'), 'set')]),
  callback: () => withIoredis((client) => byCallback((done) => client.get('key', done))),
  error: () => withIoredis((client) => client.lpush('key', 'value')),
  multi: () => withIoredis((client) => client.multi().set('key', 'value').get('key').exec()),
  pipeline: () => withIoredis((client) => client.pipeline().set('key', 'value').get('key').exec()),
};`,
  },
};

/** Returns the source of a function that makes the calls of these libraries. */
function sourceOf(names) {
  const parts = names.map((name, i) => LIBRARIES[name].source.replace('export const calls', `const calls${i}`));
  const imports = [];
  const rest = parts.map((part) => part.replace(/^import .*$/gm, (line) => (imports.push(line), '')));
  return `${imports.join('\n')}
${byCallback}
${withConnection}
${rest.join('\n')}
const CALLS = { ${names.map((name, i) => `${JSON.stringify(name)}: calls${i}`).join(', ')} };
export const handler = async ({ library, name }) => {
  if (library === undefined) {
    return Object.fromEntries(Object.entries(CALLS).map(([each, calls]) => [each, Object.keys(calls)]));
  }
  try {
    return { value: await CALLS[library][name]() };
  } catch (error) {
    return { error: String(error) };
  }
};`;
}

/** OpenTelemetry's instrumentations, in the same function, whose spans the layer sends as they are. */
const UPSTREAM = `
const { registerInstrumentations } = require('@opentelemetry/instrumentation');
const packages = ${JSON.stringify(Object.keys(LIBRARIES))};
registerInstrumentations({
  instrumentations: packages.map((name) => {
    const [, Instrumentation] = Object.entries(require('@opentelemetry/instrumentation-' + name)).find(([each]) => each.endsWith('Instrumentation'));
    return new Instrumentation();
  }),
});
module.exports = require('./function.js');`;

const commonJs = async (source) => {
  const { transform } = await import('esbuild');
  const { code } = await transform(source, { format: 'cjs', platform: 'node' });
  return code;
};

/** What two spans have in common, if they are the same. */
function normalized(spans) {
  const [invocation, ...others] = [
    ...spans.filter(({ scope }) => scope.name === 'io.opentelemetry.lambda'),
    ...spans.filter(({ scope }) => scope.name !== 'io.opentelemetry.lambda'),
  ];
  const nameOf = (id) => (id === invocation.spanId ? 'invocation' : others.find(({ spanId }) => spanId === id)?.name);
  return others
    .map(({ name, kind, scope, attributes, status, events, links, parentSpanId }) => ({
      name,
      kind,
      scope: scope.name,
      parent: nameOf(parentSpanId),
      attributes: Object.fromEntries(Object.entries(attributes).sort()),
      status,
      events: events.map((event) => {
        const { 'exception.stacktrace': stack, ...rest } = event.attributes;
        return { name: event.name, attributes: Object.fromEntries(Object.entries(rest).sort()), stack: stack !== undefined };
      }),
      links: links.length,
    }))
    .map((span) => JSON.stringify(span))
    .sort()
    .map((text) => JSON.parse(text));
}

/** Makes all calls of a function, each in an invocation of its own; returns results and spans by library and call. */
async function callAll(node, files, environment, isThere) {
  const lambda = await Lambda.start({
    node,
    folder: functionOf(files, { packages: !('bundle' in files) }),
    environment,
  });
  try {
    const listed = await lambda.invoke({});
    assert.notEqual(listed.response, undefined, JSON.stringify([listed.error, lambda.initError, lambda.stderr]));
    const results = {};
    for (const [library, names] of Object.entries(JSON.parse(listed.response))) {
      for (const name of isThere(library) ? names : []) {
        const before = lambda.spans.length;
        const { response, ...failed } = await lambda.invoke({ library, name });
        assert.notEqual(response, undefined, `${library}: ${name}: ${JSON.stringify(failed)} ${lambda.stderr}`);
        (results[library] ??= {})[name] = { result: JSON.parse(response), spans: normalized(lambda.spans.slice(before)) };
      }
    }
    return { results, stderr: lambda.stderr };
  } finally {
    await lambda.stop();
  }
}

describe('libraries', () => {
  const all = Object.keys(LIBRARIES);
  const servers = {};
  let environment, upstream;
  const isThere = (library) => servers[LIBRARIES[library].needs] !== undefined;
  before(async () => {
    for (const [name, start] of Object.entries(SERVERS)) {
      servers[name] = await start();
    }
    environment = Object.fromEntries(
      Object.entries(servers).map(([name, each]) => [name.toUpperCase(), String(each?.port ?? 1)]),
    );
    const files = { 'index.js': UPSTREAM, 'function.js': await commonJs(sourceOf(all)) };
    upstream = await callAll(NODES.at(-1), files, environment, isThere);
  });
  after(() => Promise.all(Object.values(servers).map((each) => each?.stop())));

  const unbundled = {
    'unbundled, CommonJS': async (source) => ({ 'index.js': await commonJs(source) }),
    'unbundled, ES module': (source) => ({ 'index.mjs': source }),
  };
  const forms = [
    ...NODES.map((node) => [node, 'unbundled, CommonJS', all]),
    [NODES.at(-1), 'unbundled, ES module', all],
    ...Object.keys(BUNDLERS).map((bundler) => [NODES.at(-1), bundler, bundler.startsWith('esbuild') ? all : ['pg', 'redis']]),
  ];
  for (const [node, form, names] of forms) {
    test(`Node.js ${node}, ${form}: the spans of OpenTelemetry's instrumentations`, async (t) => {
      if (!names.some(isThere)) {
        t.skip('none of the servers is installed');
        return;
      }
      const make = unbundled[form] ?? BUNDLERS[form];
      const { results, stderr } = await callAll(node, await make(sourceOf(names)), environment, isThere);
      for (const library of names.filter(isThere)) {
        for (const [name, { result, spans }] of Object.entries(results[library])) {
          if (form in unbundled || !LIBRARIES[library].unbundled?.includes(name)) {
            const expected = upstream.results[library][name];
            assert.deepEqual(result, expected.result, `${library}: ${name}`);
            assert.deepEqual(spans, expected.spans, `${library}: ${name}`);
          }
        }
      }
      assert.equal(stderr, '');
    });
  }
});
