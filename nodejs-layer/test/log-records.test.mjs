// What a function logs, as log records of OTLP, where logs are switched on; by each logger, and by @opentelemetry/api-logs.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { functionOf, Lambda } from './support/lambda.mjs';
import { logRecordsOf } from './support/otlp.mjs';
import { NODES } from './support/runtimes.mjs';

const LOGGERS = `
const pino = require('pino');
const winston = require('winston');
const failure = () => Object.assign(new RangeError('too much'), { stack: 'RangeError: too much\\n    at here' });
const { format, transports, createLogger } = winston;
const silent = new (require('node:stream').Writable)({ write: (chunk, encoding, callback) => callback() });
const toPino = pino({ redact: ['password'], customLevels: { low: 1, note: 35, panic: 90 } }, silent);
const toOtherPino = pino({ messageKey: 'text', errorKey: 'problem', base: null }, silent);
const hide = format((info) => ('password' in info ? { ...info, password: '***' } : info));
const toWinston = createLogger({ format: format.combine(hide(), format.json()), transports: [new transports.Stream({ stream: silent })] });
const toSyslog = createLogger({ levels: winston.config.syslog.levels, level: 'debug', format: format.combine(format.errors({ stack: true }), format.json()), transports: [new transports.Stream({ stream: silent })] });
const loggers = {
  pino: () => toPino.info({ user: { name: 'ann', tags: ['a', 'b'] }, password: 'secret' }, 'hello %s', 'Ann'),
  pinoWithoutText: () => toPino.warn({ n: 1 }),
  pinoError: () => toPino.error(failure(), 'failed'),
  pinoOwnLevel: () => toPino.note('noted'),
  pinoLow: () => toPino.child({}, { level: 'low' }).low('low'),
  pinoHigh: () => toPino.panic('high'),
  pinoChild: () => toPino.child({ component: 'orders' }).fatal('down'),
  pinoOtherKeys: () => toOtherPino.error({ problem: failure() }, 'failed'),
  winston: () => toWinston.info('hello', { user: { name: 'ann' }, n: 1, yes: true, password: 'secret' }),
  winstonError: () => toWinston.error('failed', { error: failure() }),
  winstonStack: () => toSyslog.crit(failure()),
  winstonSyslog: () => toSyslog.notice('noted'),
};
`;
const SOURCE = `const { logs } = require('@opentelemetry/api-logs');
${LOGGERS}
const { trace } = require('@opentelemetry/api');
const { Logger } = require('@aws-lambda-powertools/logger');
const toPowertools = new Logger({ serviceName: 'orders' });
const circular = { name: 'circular' };
circular.self = circular;
Object.assign(loggers, {
  trace: () => console.trace('hello'),
  debug: () => console.debug('hello'),
  info: () => console.info('hello %s', 'Ann', 7),
  log: () => console.log({ user: 'ann' }),
  warn: () => console.warn(circular),
  error: () => console.error('failed:', failure()),
  big: () => console.log('x'.repeat(400_000)),
  many: () => { for (let i = 0; i < 1000; i++) console.log('line', i); },
  winstonBelow: () => toWinston.debug('hidden'),
  pinoBelow: () => toPino.debug('hidden'),
  powertools: () => toPowertools.warn('hello', { user: { name: 'ann' } }),
  powertoolsError: () => toPowertools.error('failed', failure()),
  api: () => logs.getLogger('own', '1.0').emit({
    timestamp: new Date(1700000000123), severityNumber: 11, severityText: 'SOME', eventName: 'order.placed',
    body: { list: [1, 2.5, 'text', null, true, [], {}], bytes: Uint8Array.of(1, 2), nested: { deep: { deeper: 1n } } },
    attributes: { a: 1, map: { b: [true] }, when: new Date(0), circular }, exception: failure(),
  }),
  resisting: () => console.log({ [Symbol.for('nodejs.util.inspect.custom')]() { throw new Error('inspected'); } }),
});
exports.handler = async ({ logger, within, hang }) => {
  try {
    if (within) {
      trace.getTracer('test').startActiveSpan('work', (span) => (loggers[logger](), span.end()));
    } else {
      loggers[logger]();
    }
  } catch (error) {
    return error.message;
  }
  if (hang) await new Promise((resolve) => setTimeout(resolve, 1e6));
  return console.log === console.info;
};`;
/** The same by OpenTelemetry's own packages: its instrumentation of pino, and its transport for winston. */
const UPSTREAM = `
const { logs } = require('@opentelemetry/api-logs');
const { InMemoryLogRecordExporter, LoggerProvider, SimpleLogRecordProcessor } = require('@opentelemetry/sdk-logs');
const { registerInstrumentations } = require('@opentelemetry/instrumentation');
const { PinoInstrumentation } = require('@opentelemetry/instrumentation-pino');
const { OpenTelemetryTransportV3 } = require('@opentelemetry/winston-transport');
const exporter = new InMemoryLogRecordExporter();
const loggerProvider = new LoggerProvider({ processors: [new SimpleLogRecordProcessor({ exporter })] });
logs.setGlobalLoggerProvider(loggerProvider);
registerInstrumentations({ loggerProvider, instrumentations: [new PinoInstrumentation()] });
${LOGGERS}
toWinston.add(new OpenTelemetryTransportV3());
toSyslog.add(new OpenTelemetryTransportV3());
exports.handler = async () => {
  const all = {};
  for (const [name, log] of Object.entries(loggers)) {
    exporter.reset();
    log();
    await new Promise((resolve) => setImmediate(resolve));
    all[name] = exporter.getFinishedLogRecords().map(({ body, severityNumber, severityText, attributes }) => ({ body, severityNumber, severityText, attributes }));
  }
  return all;
};`;
const folder = functionOf({ 'index.js': SOURCE, 'upstream.js': UPSTREAM }, { packages: true });
const LOGS = { OTEL_LOGS_EXPORTER: 'otlp', OTEL_TRACES_EXPORTER: 'otlp' };

const recordsIn = (lambda, from = 0) =>
  lambda.requests
    .slice(from)
    .filter(({ path }) => path === '/v1/logs')
    .flatMap(({ body }) => logRecordsOf(body));

for (const node of NODES) {
  describe(`Node.js ${node}`, () => {
    const lambdas = {};
    let upstream;
    before(async () => {
      const start = (environment, options) => Lambda.start({ node, folder, environment, ...options });
      lambdas.text = await start(LOGS);
      lambdas.json = await start({ ...LOGS, AWS_LAMBDA_LOG_FORMAT: 'JSON', AWS_LAMBDA_LOG_LEVEL: 'INFO' });
      lambdas.bare = await start({}, { layer: false });
      lambdas.upstream = await start({}, { layer: false, handler: 'upstream.handler' });
      const { response, ...failed } = await lambdas.upstream.invoke();
      assert.notEqual(response, undefined, JSON.stringify([failed, lambdas.upstream.initError]));
      upstream = JSON.parse(response);
    });
    after(() => Promise.all(Object.values(lambdas).map((lambda) => lambda.stop())));

    /** Invokes the function; returns the records and the invocation's spans that have left before the response. */
    async function log(lambda, event) {
      const [requests, spans] = [lambda.requests.length, lambda.spans.length];
      const { response } = await lambda.invoke(event);
      return { response, records: recordsIn(lambda, requests), spans: lambda.spans.slice(spans) };
    }

    for (const [logger, severityNumber, severityText, body, attributes = {}] of [
      ['trace', 1, 'TRACE', 'hello'],
      ['debug', 5, 'DEBUG', 'hello'],
      ['info', 9, 'INFO', 'hello Ann 7'],
      ['log', 9, 'INFO', "{ user: 'ann' }"],
      ['warn', 13, 'WARN', /^<ref \*1> \{ name: 'circular', self: \[Circular \*1\] \}$/],
      [
        'error',
        17,
        'ERROR',
        /^failed: RangeError: too much/,
        {
          'exception.type': 'RangeError',
          'exception.message': 'too much',
          'exception.stacktrace': 'RangeError: too much\n    at here',
        },
      ],
    ]) {
      test(`console.${logger}: a record with the span, and the same line`, async () => {
        const [from, bare] = [lambdas.text.stdout.length, lambdas.bare.stdout.length];
        const { records, spans, response } = await log(lambdas.text, { logger });
        assert.equal(response, 'true');
        const [{ body: text, time, observed, ...record }, ...others] = records;
        assert.deepEqual(others, []);
        const [{ traceId, spanId, resource, start, end }] = spans;
        assert.deepEqual(record, {
          severityNumber,
          severityText,
          attributes,
          traceId,
          spanId,
          flags: 1,
          resource,
          scope: record.scope,
        });
        assert.equal(record.scope.name, '@opentelemetry/instrumentation-console');
        if (body instanceof RegExp) {
          assert.match(text, body);
        } else {
          assert.equal(text, body);
        }
        assert.ok(start <= time && time <= end);
        assert.equal(observed, time);
        await lambdas.bare.invoke({ logger });
        const lineOf = (lambda, begin) => lambda.stdout.slice(begin).replace(/^\S+\t\S+\t/, '');
        await lambdas.text.until(() => lambdas.text.stdout.length > from && lambdas.bare.stdout.length > bare);
        assert.equal(lineOf(lambdas.text, from), lineOf(lambdas.bare, bare));
      });
    }

    test('a span of the function is that of its records', async () => {
      for (const logger of ['info', 'pino', 'winston', 'powertools', 'api']) {
        const { records, spans } = await log(lambdas.text, { logger, within: true });
        assert.deepEqual(
          records.map(({ spanId }) => spanId),
          [spans.find(({ name }) => name === 'work').spanId],
          logger,
        );
      }
    });

    test("pino and winston: the records of OpenTelemetry's packages", async () => {
      for (const [logger, expected] of Object.entries(upstream)) {
        const { records } = await log(lambdas.text, { logger });
        assert.equal(expected.length, 1, logger);
        assert.deepEqual(
          { logger, records: records.map(picked) },
          { logger, records: expected.map((record) => ({ ...record, attributes: sorted(record.attributes) })) },
        );
      }
      function picked({ body, severityNumber, severityText, attributes }) {
        return { ...(body === undefined ? {} : { body }), severityNumber, severityText, attributes: sorted(attributes) };
      }
      function sorted(attributes) {
        return Object.fromEntries(Object.entries(attributes).sort());
      }
    });

    test("Powertools' Logger", async () => {
      const { records } = await log(lambdas.text, { logger: 'powertools' });
      const [{ body, severityNumber, severityText, attributes }, ...others] = records;
      assert.deepEqual([body, severityNumber, severityText, others.length], ['hello', 13, 'WARN', 0]);
      assert.deepEqual([attributes.user, attributes.service, attributes.level], [{ name: 'ann' }, 'orders', undefined]);
      const [failed] = (await log(lambdas.text, { logger: 'powertoolsError' })).records;
      assert.deepEqual(
        [failed.body, failed.attributes['exception.type'], failed.attributes['exception.message']],
        ['failed', 'RangeError', 'too much'],
      );
    });

    test('@opentelemetry/api-logs: values of each kind', async () => {
      const { records } = await log(lambdas.text, { logger: 'api' });
      const [{ time, observed, flags, ...record }] = records;
      for (const name of ['spanId', 'traceId', 'resource']) {
        assert.ok(record[name]);
        delete record[name];
      }
      assert.equal(time, 1700000000123000000n);
      assert.ok(observed > time);
      assert.equal(flags, 1);
      assert.deepEqual(record, {
        scope: { name: 'own', version: '1.0' },
        severityNumber: 11,
        severityText: 'SOME',
        eventName: 'order.placed',
        body: {
          list: [1, 2.5, 'text', undefined, true, [], {}],
          bytes: Buffer.of(1, 2),
          nested: { deep: { deeper: '1' } },
        },
        attributes: {
          'exception.type': 'RangeError',
          'exception.message': 'too much',
          'exception.stacktrace': 'RangeError: too much\n    at here',
          a: 1,
          map: { b: [true] },
          when: '1970-01-01T00:00:00.000Z',
          circular: record.attributes.circular,
        },
      });
      assert.equal(record.attributes.circular.self.self.name, 'circular');
    });

    test('what is below the level is no record', async () => {
      for (const [lambda, logger] of [
        [lambdas.json, 'debug'],
        [lambdas.text, 'winstonBelow'],
        [lambdas.text, 'pinoBelow'],
      ]) {
        assert.deepEqual((await log(lambda, { logger })).records, [], logger);
      }
    });

    test('lines in JSON name the span, too, and records have the text', async () => {
      const from = lambdas.json.stdout.length;
      const { records, spans } = await log(lambdas.json, { logger: 'info' });
      await lambdas.json.until(() => lambdas.json.stdout.length > from);
      assert.equal(JSON.parse(lambdas.json.stdout.slice(from)).span_id, spans[0].spanId);
      assert.deepEqual(
        records.map(({ body, spanId }) => [body, spanId]),
        [['hello Ann 7', spans[0].spanId]],
      );
    });

    test('many and long lines', async () => {
      const { records } = await log(lambdas.text, { logger: 'many' });
      assert.deepEqual(
        records.map(({ body }) => body),
        Array.from({ length: 1000 }, (_, i) => `line ${i}`),
      );
      assert.equal((await log(lambdas.text, { logger: 'big' })).records[0].body.length, 400_000);
    });

    test("an error of the function's own inspection is the function's", async () => {
      const { response, records } = await log(lambdas.text, { logger: 'resisting' });
      assert.deepEqual([response, records], ['"inspected"', []]);
      assert.match(lambdas.text.stderr, /^\[otel\] a log record of console is lost: Error: inspected$/m);
    });

    test('a backend that rejects some: a line says how many log records', async () => {
      // ExportLogsServiceResponse { partial_success { rejected_log_records: 1, error_message: "no" } }
      const onExport = (request, response) =>
        response.end(request.url === '/v1/logs' ? Buffer.from('0a0608011202' + '6e6f', 'hex') : '');
      const lambda = await Lambda.start({ node, folder, environment: LOGS, onExport });
      try {
        await lambda.invoke({ logger: 'info' });
        await lambda.until(() => lambda.stderr !== '');
        assert.match(lambda.stderr, /^\[otel\] 1 log records were dropped: .* rejects them: no\n$/);
      } finally {
        await lambda.stop();
      }
    });

    test('before a timeout they leave', async () => {
      const lambda = await Lambda.start({ node, folder, environment: LOGS, timeout: 1000 });
      try {
        void lambda.invoke({ logger: 'info', hang: true });
        await lambda.until(() => recordsIn(lambda).length === 1);
      } finally {
        await lambda.stop();
      }
    });

    test('OTEL_BLRP_MAX_QUEUE_SIZE: those beyond are dropped, with a line', async () => {
      const environment = { ...LOGS, OTEL_BLRP_MAX_QUEUE_SIZE: '3' };
      const lambda = await Lambda.start({ node, folder, environment });
      try {
        await lambda.invoke({ logger: 'many' });
        assert.equal(recordsIn(lambda).length, 3);
        assert.match(lambda.stderr, /^\[otel\] 1 log records were dropped: OTEL_BLRP_MAX_QUEUE_SIZE is 3\n/);
      } finally {
        await lambda.stop();
      }
    });

    test('console: each record in a line of the log, and nothing of it is logged again', async () => {
      const environment = { OTEL_LOGS_EXPORTER: 'console', OTEL_TRACES_EXPORTER: 'none' };
      const lambda = await Lambda.start({ node, folder, environment });
      try {
        await lambda.invoke({ logger: 'info' });
        await lambda.until(() => lambda.stdout.split('\n').length > 2);
        const lines = lambda.stdout.trim().split('\n');
        assert.equal(lines.length, 2);
        const record = JSON.parse(lines.find((line) => line.startsWith('{')));
        assert.deepEqual(
          [record.body, record.severity_number, record.severity_text, record.resource.attributes['faas.name']],
          ['hello Ann 7', 9, 'INFO', 'orders'],
        );
        assert.match(record.trace_id, /^0x[0-9a-f]{32}$/);
        assert.equal(lambda.stderr, '');
      } finally {
        await lambda.stop();
      }
    });

    test('a library that is switched off gives no records', async () => {
      const environment = { ...LOGS, OTEL_NODE_DISABLED_INSTRUMENTATIONS: 'console,pino' };
      const lambda = await Lambda.start({ node, folder, environment });
      try {
        for (const logger of ['info', 'pino', 'winston']) {
          await lambda.invoke({ logger });
        }
        assert.deepEqual(
          recordsIn(lambda).map(({ body }) => body),
          ['hello'],
        );
      } finally {
        await lambda.stop();
      }
    });
  });
}
