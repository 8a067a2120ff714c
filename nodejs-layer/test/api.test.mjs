// The function's own OpenTelemetry API, of any version 1.x and bundled or not, joins the invocation's trace; a provider and
// instrumentations of the function's live beside the layer's.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { build } from 'esbuild';
import { functionOf, Lambda } from './support/lambda.mjs';
import { NODES } from './support/runtimes.mjs';

const SPANS = `
const { trace, context, propagation, SpanKind, SpanStatusCode, ROOT_CONTEXT, createContextKey } = require('@opentelemetry/api');
const tracer = trace.getTracer('shop', '1.2');
const KEY = createContextKey('mine');
exports.handler = async () => {
  trace.getActiveSpan().setAttribute('order.id', 7);
  const result = await tracer.startActiveSpan('work', { kind: SpanKind.PRODUCER, attributes: { a: [1, 2] } }, async (span) => {
    await new Promise((resolve) => setTimeout(resolve, 1));
    const inner = tracer.startSpan('inner');
    inner.recordException(new TypeError('inner'));
    inner.setStatus({ code: SpanStatusCode.ERROR, message: 'broken' });
    inner.end();
    span.addEvent('event', { b: true });
    span.addLink({ context: inner.spanContext() });
    const carrier = {};
    const baggage = propagation.createBaggage({ user: { value: 'ann' } });
    propagation.inject(propagation.setBaggage(context.active(), baggage), carrier);
    span.end();
    return { carrier, traceId: span.spanContext().traceId, spanId: span.spanContext().spanId };
  });
  const remote = trace.getSpanContext(propagation.extract(ROOT_CONTEXT, { Traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01' }));
  const value = context.with(context.active().setValue(KEY, 42), () => context.bind(context.active(), () => context.active().getValue(KEY)))();
  return { ...result, remote: remote.spanId, value, outside: context.active().getValue(KEY) ?? null };
};`;

async function bundled(source) {
  const { outputFiles } = await build({
    stdin: { contents: source, resolveDir: new URL('.', import.meta.url).pathname },
    bundle: true,
    minify: true,
    platform: 'node',
    write: false,
    outfile: 'index.js',
    logLevel: 'error',
  });
  return functionOf({ 'index.js': outputFiles[0].text });
}

async function withLambda(options, run) {
  const lambda = await Lambda.start(options);
  try {
    await run(lambda);
  } finally {
    await lambda.stop();
  }
}

for (const node of NODES) {
  describe(`Node.js ${node}`, () => {
    for (const [form, make] of [
      ['unbundled', () => functionOf({ 'index.js': SPANS }, { packages: true })],
      ['bundled', () => bundled(SPANS)],
    ]) {
      test(`spans of the function, ${form}`, async () => {
        await withLambda({ node, folder: await make() }, async (lambda) => {
          const { response } = await lambda.invoke();
          const result = JSON.parse(response);
          const [inner, work, invocation] = lambda.spans;
          assert.deepEqual([inner.name, work.name, invocation.name], ['inner', 'work', 'orders']);
          assert.deepEqual([inner.parentSpanId, work.parentSpanId], [work.spanId, invocation.spanId]);
          assert.deepEqual(work.scope, { name: 'shop', version: '1.2' });
          assert.deepEqual(
            [work.kind, work.attributes.a, work.events[0].name, work.links[0].spanId],
            ['PRODUCER', [1, 2], 'event', inner.spanId],
          );
          assert.deepEqual(inner.status, { code: 'ERROR', message: 'broken' });
          assert.equal(inner.events[0].attributes['exception.type'], 'TypeError');
          assert.equal(invocation.attributes['order.id'], 7);
          assert.equal(result.carrier.traceparent, `00-${work.traceId}-${work.spanId}-01`);
          assert.equal(result.carrier.baggage, 'user=ann');
          assert.deepEqual([result.remote, result.value, result.outside], ['b7ad6b7169203331', 42, null]);
          assert.equal(lambda.stderr, '');
        });
      });
    }

    test('a provider that the function registers sends where it sends, and the layer’s goes on', async () => {
      const source = `
      const { NodeTracerProvider } = require('@opentelemetry/sdk-trace-node');
      const { InMemorySpanExporter, SimpleSpanProcessor } = require('@opentelemetry/sdk-trace-base');
      const { trace } = require('@opentelemetry/api');
      const exporter = new InMemorySpanExporter();
      const provider = new NodeTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] });
      provider.register();
      exports.handler = async () => {
        provider.getTracer('own').startActiveSpan('own', (span) => { trace.getTracer('api').startSpan('global').end(); span.end(); });
        return exporter.getFinishedSpans().map(({ name, parentSpanContext }) => [name, parentSpanContext?.spanId]);
      };`;
      await withLambda({ node, folder: functionOf({ 'index.js': source }, { packages: true }) }, async (lambda) => {
        const { response } = await lambda.invoke();
        const [global, invocation] = lambda.spans;
        assert.deepEqual([global.name, invocation.name], ['global', 'orders']);
        assert.deepEqual(JSON.parse(response), [['own', invocation.spanId]]);
        assert.equal(global.traceId, invocation.traceId);
      });
    });

    test('an instrumentation that the function registers runs on the layer’s provider, and in place of the layer’s', async () => {
      const source = `
      const { registerInstrumentations } = require('@opentelemetry/instrumentation');
      const { HttpInstrumentation } = require('@opentelemetry/instrumentation-http');
      registerInstrumentations({ instrumentations: [new HttpInstrumentation()] });
      const http = require('node:http');
      exports.handler = () => new Promise((resolve, reject) => {
        http.get(process.env.OTEL_EXPORTER_OTLP_ENDPOINT + '/other', (response) => response.resume().on('end', () => resolve('done'))).on('error', reject);
      });`;
      await withLambda({ node, folder: functionOf({ 'index.js': source }, { packages: true }) }, async (lambda) => {
        assert.equal((await lambda.invoke()).response, '"done"');
        const [call, ...others] = lambda.spans;
        assert.equal(call.scope.name, '@opentelemetry/instrumentation-http');
        assert.notEqual(call.scope.version, '0.0.0');
        assert.deepEqual(
          others.map(({ name }) => name),
          ['orders'],
        );
        assert.equal(call.parentSpanId, others[0].spanId);
      });
    });
  });
}
