// What a function logs names the span in which it does, whichever logger writes it.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { functionOf, Lambda } from './support/lambda.mjs';
import { NODES } from './support/runtimes.mjs';

const SOURCE = `
const pino = require('pino');
const winston = require('winston');
const { trace } = require('@opentelemetry/api');
const toPino = pino({ base: null, timestamp: false }, pino.destination({ dest: 1, sync: true }));
const { format, transports, createLogger } = winston;
const toWinston = createLogger({ format: format.json(), transports: [new transports.Console({ forceConsole: false })] });
const toCopies = createLogger({ format: format.combine(format((info) => ({ ...info }))(), format.json()), transports: [new transports.Console()] });
const { Logger } = require('@aws-lambda-powertools/logger');
const toPowertools = new Logger({ serviceName: 'orders' });
const circular = { name: 'circular' };
circular.self = circular;
const loggers = {
  console: () => console.info('hello %s', 'Ann'),
  object: () => console.log({ timestamp: 1, user: 'ann' }),
  circular: () => console.warn(circular),
  error: () => console.error('failed', Object.assign(new RangeError('too much'), { stack: 'RangeError: too much' })),
  pino: () => toPino.info({ user: 'ann' }, 'hello'),
  pinoChild: () => toPino.child({ component: 'orders' }).warn('hello'),
  pinoOwn: () => toPino.info({ trace_id: 'mine' }, 'hello'),
  powertools: () => toPowertools.info('hello', { user: 'ann' }),
  powertoolsOwn: () => toPowertools.info('hello', { trace_id: 'mine' }),
  winston: () => toWinston.info('hello', { user: 'ann' }),
  winstonObject: () => toWinston.log({ level: 'info', message: 'hello' }),
  winstonFrozen: () => toCopies.write(Object.freeze({ level: 'info', message: 'hello', [Symbol.for('level')]: 'info' })),
};
exports.handler = async ({ logger, within }) => {
  const { stringify } = JSON;
  if (within) {
    trace.getTracer('test').startActiveSpan('work', (span) => (loggers[logger](), span.end()));
  } else {
    loggers[logger]();
  }
  return JSON.stringify === stringify && console.log === console.info;
};
`;
const JSON_FORMAT = { AWS_LAMBDA_LOG_FORMAT: 'JSON', AWS_LAMBDA_LOG_LEVEL: 'INFO' };
const IDS = ['trace_id', 'span_id', 'trace_flags'];
const folder = functionOf({ 'index.js': SOURCE }, { packages: true });

/** Returns the line without what differs by run, and the ids in it. */
function parse(line) {
  const { trace_id, span_id, trace_flags, ...rest } = JSON.parse(line);
  for (const name of ['timestamp', 'requestId', 'stackTrace']) {
    delete rest[name];
  }
  return { ids: { trace_id, span_id, trace_flags }, rest };
}

for (const node of NODES) {
  describe(`Node.js ${node}`, () => {
    const lambdas = {};
    before(async () => {
      const start = (options) => Lambda.start({ node, folder, environment: JSON_FORMAT, ...options });
      lambdas.layer = await start({});
      lambdas.bare = await start({ layer: false });
      lambdas.off = await start({ environment: { ...JSON_FORMAT, OTEL_LAMBDA_LOG_CORRELATION: 'false' } });
      lambdas.text = await start({ environment: {} });
    });
    after(() => Promise.all(Object.values(lambdas).map((lambda) => lambda.stop())));

    /** Invokes the function, and returns the line that it has logged. */
    async function log(lambda, event) {
      const [from, spans] = [lambda.stdout.length, lambda.spans.length];
      const { response } = await lambda.invoke(event);
      assert.equal(response, 'true');
      await lambda.until(() => lambda.stdout.length > from);
      const lines = lambda.stdout.slice(from).trim().split('\n');
      assert.equal(lines.length, 1);
      assert.equal(lambda.stderr, '');
      return { line: lines[0], spans: lambda.spans.slice(spans) };
    }

    for (const logger of [
      'console',
      'object',
      'circular',
      'error',
      'pino',
      'pinoChild',
      'powertools',
      'winston',
      'winstonObject',
    ]) {
      test(`${logger}: the line has the ids, and is the same otherwise`, async () => {
        const { line, spans } = await log(lambdas.layer, { logger });
        const bare = await log(lambdas.bare, { logger });
        const { ids, rest } = parse(line);
        const [{ traceId, spanId }] = spans;
        assert.deepEqual(ids, { trace_id: traceId, span_id: spanId, trace_flags: '01' });
        assert.deepEqual(rest, parse(bare.line).rest);
      });

      test(`${logger}, switched off: the line is the same`, async () => {
        const { line } = await log(lambdas.off, { logger });
        const bare = await log(lambdas.bare, { logger });
        assert.deepEqual(parse(line), parse(bare.line));
      });
    }

    test('a span of the function: the line has its id', async () => {
      for (const logger of ['console', 'pino', 'winston']) {
        const { line, spans } = await log(lambdas.layer, { logger, within: true });
        assert.equal(parse(line).ids.span_id, spans.find(({ name }) => name === 'work').spanId);
      }
    });

    test("a member of the user's by the same name stays", async () => {
      for (const logger of ['pinoOwn', 'powertoolsOwn']) {
        const { line } = await log(lambdas.layer, { logger });
        assert.equal(JSON.parse(line).trace_id, 'mine');
      }
    });

    test('the console in text: the line has no ids', async () => {
      const { line } = await log(lambdas.text, { logger: 'console' });
      assert.match(line, /\tINFO\thello Ann$/);
    });

    test('a frozen record is written as it is', async () => {
      const [withLayer, bare] = [
        await log(lambdas.layer, { logger: 'winstonFrozen' }),
        await log(lambdas.bare, { logger: 'winstonFrozen' }),
      ];
      assert.deepEqual(parse(withLayer.line), parse(bare.line));
      IDS.forEach((name) => assert.equal(name in JSON.parse(withLayer.line), false));
    });
  });
}
