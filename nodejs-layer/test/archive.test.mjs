// A layer with an archive: used for what it was made from, and otherwise without effect.
import assert from 'node:assert/strict';
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, test } from 'node:test';
import { BUNDLERS } from './support/bundles.mjs';
import { ARCHIVE, functionOf, Lambda } from './support/lambda.mjs';
import { NODES } from './support/runtimes.mjs';

const SCRIPTS = new URL('../archive', import.meta.url).pathname;
const CHILD = `execFileSync(process.execPath, ['-p', 'Object.keys(process.env).filter((name) => /ARCHIVE|COMPILE/.test(name))'])`;
const HANDLER = `async (event) => ({ event, child: String(${CHILD}), own: process.env.NODE_COMPILE_CACHE })`;
const MODULE = `import { execFileSync } from 'node:child_process'; export const handler = ${HANDLER};`;
const CODE = {
  CommonJS: { 'index.js': `const { execFileSync } = require('node:child_process'); exports.handler = ${HANDLER};` },
  'ES module': { 'index.mjs': MODULE },
};

beforeEach(() => rmSync(ARCHIVE, { recursive: true, force: true }));

for (const node of NODES.filter((each) => each >= 22)) {
  for (const [kind, files] of Object.entries({ ...CODE, bundle: undefined })) {
    test(`Node.js ${node}: an archive of a function in a ${kind} is used, and no child process has it`, async () => {
      const folder = functionOf(files ?? (await BUNDLERS['esbuild, CommonJS'](MODULE)));
      await record(node, folder);
      const entries = readdirSync(ARCHIVE, { recursive: true });
      const { stderr, ...outcome } = await run({ node, folder, environment: { NODE_DEBUG_NATIVE: 'COMPILE_CACHE' } });
      assert.match(stderr, new RegExp(`${folder}/index\\.m?js was accepted`));
      assert.doesNotMatch(stderr, /reject|mismatch|persist|\[otel\]/);
      assert.deepEqual({ ...outcome, stderr: '' }, { ...(await bare(node, folder)), stdout: outcome.stdout });
      assert.deepEqual(readdirSync(ARCHIVE, { recursive: true }), entries);
    });
  }

  test(`Node.js ${node}: a file that has changed is not taken from the archive`, async () => {
    const folder = functionOf(CODE.CommonJS);
    await record(node, folder);
    writeFileSync(join(folder, 'index.js'), readFileSync(join(folder, 'index.js'), 'utf8').replace('event,', 'other: 1,'));
    const outcome = await run({ node, folder });
    assert.match(outcome.response, /"other":1/);
    assert.deepEqual(outcome, await bare(node, folder));
  });

  test(`Node.js ${node}: an archive that is damaged is left alone`, async () => {
    const folder = functionOf(CODE.CommonJS);
    await record(node, folder);
    const cache = join(ARCHIVE, cacheIn(ARCHIVE));
    readdirSync(cache).forEach((file, i) => {
      const bytes = readFileSync(join(cache, file));
      writeFileSync(join(cache, file), i % 2 === 0 ? bytes.subarray(0, bytes.length / 2) : bytes.fill(7, bytes.length / 2));
    });
    assert.deepEqual(await run({ node, folder }), await bare(node, folder));
  });

  test(`Node.js ${node}: an error has the trace that it has without the archive`, async () => {
    const folder = functionOf({
      'index.js': `function fail() { throw new TypeError('broken'); }\nexports.handler = async (event) => fail(event);`,
    });
    await record(node, folder);
    assert.deepEqual(await run({ node, folder }), await bare(node, folder));
  });

  test(`Node.js ${node}: the function's own compile cache is used instead`, async () => {
    const folder = functionOf(CODE.CommonJS);
    await record(node, folder);
    const own = mkdtempSync(join(folder, 'own-'));
    const { response, stderr } = await run({ node, folder, environment: { NODE_COMPILE_CACHE: own } });
    assert.equal(JSON.parse(response).own, own);
    assert.equal(stderr, '');
    assert.ok(existsSync(join(own, cacheIn(ARCHIVE))));
  });
}

test('Node.js 20 has no archives, and a line says so', { skip: !NODES.includes(20) }, async () => {
  const folder = functionOf(CODE.CommonJS);
  cpSync(SCRIPTS, ARCHIVE, { recursive: true });
  const { stderr, ...outcome } = await run({ node: 20, folder });
  assert.match(stderr, new RegExp(`^\\[otel\\] no archive is used: none in ${ARCHIVE} was made for Node\\.js 20\\.[0-9.]+\n$`));
  assert.deepEqual({ ...outcome, stderr: '' }, await bare(20, folder));
});

/** Makes an archive as `run.sh archive` does, but for the local Lambda and the zip. */
async function record(node, folder) {
  cpSync(SCRIPTS, ARCHIVE, { recursive: true });
  const output = join(functionOf({}), 'cache');
  const lambda = await Lambda.start({ node, folder, environment: { OTEL_LAMBDA_ARCHIVE_OUTPUT: output } });
  try {
    await lambda.invoke({ id: 1 });
    await lambda.idle();
    lambda.kill('SIGTERM');
    await lambda.exited;
  } finally {
    await lambda.stop();
  }
  rmSync(join(ARCHIVE, 'record.mjs'));
  cpSync(output, ARCHIVE, { recursive: true });
}

function cacheIn(folder) {
  return readdirSync(folder).find((name) => name.startsWith('v'));
}

function bare(node, folder) {
  return run({ node, folder, layer: false });
}

/** Returns what a function answers and prints. */
async function run(options) {
  const lambda = await Lambda.start(options);
  try {
    const { response, error } = await lambda.invoke({ id: 2 });
    await lambda.idle();
    const { stdout, stderr } = lambda;
    return {
      response,
      error,
      stderr,
      stdout: stdout.replace(/\d{4}-\d\d-\S+|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, '…'),
    };
  } finally {
    await lambda.stop();
  }
}
