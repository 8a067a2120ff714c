// Holds the encoder to OpenTelemetry's own: the same spans give the same message as @opentelemetry/otlp-transformer's.
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { SpanKind, SpanStatusCode, TraceFlags } from '@opentelemetry/api';
import { ProtobufLogsSerializer, ProtobufTraceSerializer } from '@opentelemetry/otlp-transformer';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { logRecordsOf, spansOf } from './support/otlp.mjs';
import { loadSources } from './support/sources.mjs';

let layer;
before(async () => {
  layer = await loadSources(`
    export { encodeRequest } from './export/request.ts';
    export { writeSpan } from './export/trace-request.ts';
    export { LoggerProvider } from './logs/logger-provider.ts';
    export { writeLogRecord } from './logs/log-record.ts';
    export { AttributeMap } from './sdk/attributes.ts';
    export { TracerProvider } from './sdk/tracer-provider.ts';
    export { Span } from './sdk/span.ts';
    export { TraceState } from './sdk/trace-state.ts';`);
});

const LIMITS = {
  attributes: 128,
  attributeLength: Infinity,
  events: 128,
  links: 128,
  eventAttributes: 128,
  linkAttributes: 128,
};
const CONTEXT = { traceId: '0af7651916cd43dd8448eb211c80319c', spanId: 'b7ad6b7169203331', traceFlags: TraceFlags.SAMPLED };
const PARENT = { ...CONTEXT, spanId: '00f067aa0ba902b7', isRemote: true };
const ATTRIBUTES = {
  text: 'grüße 😀',
  empty: '',
  yes: true,
  no: false,
  zero: 0,
  integer: 2 ** 40,
  negative: -1,
  fraction: 0.1,
  texts: ['a', 'b'],
  numbers: [1, 2.5],
  none: [],
  long: 'x'.repeat(70_000),
};
const START = 1_700_000_000_000.25;
const END = 1_700_000_000_012.5;

const timeOf = (millis) => [Math.floor(millis / 1000), Math.round((millis % 1000) * 1e6)];
const encodeSpans = (...spans) => layer.encodeRequest(new layer.AttributeMap(1, 1), spans, layer.writeSpan);

test('spans with everything give the same message, in no more bytes', () => {
  for (const [parent, state, links, events] of [
    [undefined, undefined, 0, 0],
    [PARENT, 'a=1,b=2', 1, 1],
    [{ ...PARENT, isRemote: false }, undefined, 3, 2],
  ]) {
    const context = { ...CONTEXT, ...(state === undefined ? {} : { traceState: layer.TraceState.parse(state) }) };
    const scope = { name: 'scope', version: '1.0', schemaUrl: undefined };
    const span = new layer.Span('name', SpanKind.CONSUMER, scope, context, parent, LIMITS, { onEnd() {} }, START);
    span.setAttributes(ATTRIBUTES);
    for (let i = 0; i < links; i++) {
      span.addLink({ context: PARENT, attributes: { i } });
    }
    for (let i = 0; i < events; i++) {
      span.addEvent(`event ${i}`, { i }, START + i);
    }
    span.setStatus({ code: SpanStatusCode.ERROR, message: 'broken' });
    span.end(END);
    const resource = new layer.AttributeMap(Infinity, Infinity);
    resource.set('service.name', 'shop');
    const own = layer.encodeRequest(resource, [span], layer.writeSpan);

    const expected = ProtobufTraceSerializer.serializeRequest([
      {
        name: 'name',
        kind: SpanKind.CONSUMER,
        spanContext: () => context,
        parentSpanContext: parent,
        startTime: timeOf(START),
        endTime: timeOf(END),
        duration: timeOf(END - START),
        status: { code: SpanStatusCode.ERROR, message: 'broken' },
        attributes: ATTRIBUTES,
        links: Array.from({ length: links }, (_, i) => ({ context: PARENT, attributes: { i }, droppedAttributesCount: 0 })),
        events: Array.from({ length: events }, (_, i) => ({
          name: `event ${i}`,
          time: timeOf(START + i),
          attributes: { i },
          droppedAttributesCount: 0,
        })),
        ended: true,
        resource: resourceFromAttributes({ 'service.name': 'shop' }),
        instrumentationScope: scope,
        droppedAttributesCount: 0,
        droppedEventsCount: 0,
        droppedLinksCount: 0,
      },
    ]);
    assert.deepEqual(spansOf(own), spansOf(Buffer.from(expected)));
    // proto3 leaves zeros out
    assert.ok(own.length <= expected.length);
  }
});

test('a span that is open is marked, and ends now', () => {
  const span = new layer.Span('open', SpanKind.SERVER, { name: 'scope' }, CONTEXT, undefined, LIMITS, { onEnd() {} });
  const [{ attributes, end, start }] = spansOf(encodeSpans(span));
  assert.deepEqual(attributes, { 'otel.lambda.unfinished': true });
  assert.ok(end >= start);
  assert.equal(span.isRecording(), true);
});

test('log records with everything give the same message, in no more bytes', () => {
  const values = { ...ATTRIBUTES, nested: { deep: [{ a: 1 }, null] }, bytes: Uint8Array.of(1, 2, 255), nothing: null };
  for (const body of [undefined, 'text', '', 7, true, values, [1, 'a'], Uint8Array.of(1)]) {
    for (const spanContext of [undefined, CONTEXT]) {
      const records = [];
      const provider = new layer.LoggerProvider([{ add: (record) => records.push(record), handOver() {} }], {
        attributes: 128,
        attributeLength: Infinity,
      });
      const context = { getValue: () => (spanContext === undefined ? undefined : { spanContext: () => spanContext }) };
      const given = {
        body,
        context,
        timestamp: START,
        observedTimestamp: END,
        severityNumber: 9,
        severityText: 'INFO',
        eventName: 'event',
        attributes: values,
      };
      provider.getLogger('scope', '1.0').emit(given);
      const resource = new layer.AttributeMap(Infinity, Infinity);
      resource.set('service.name', 'shop');
      const own = layer.encodeRequest(resource, records, layer.writeLogRecord);
      const expected = Buffer.from(
        ProtobufLogsSerializer.serializeRequest([
          {
            hrTime: timeOf(START),
            hrTimeObserved: timeOf(END),
            spanContext,
            severityText: 'INFO',
            severityNumber: 9,
            body,
            eventName: 'event',
            attributes: values,
            droppedAttributesCount: 0,
            resource: resourceFromAttributes({ 'service.name': 'shop' }),
            instrumentationScope: { name: 'scope', version: '1.0' },
          },
        ]),
      );
      // proto3 leaves zeros out
      const withoutZeros = (record) => ({ dropped: 0, ...record });
      assert.deepEqual(logRecordsOf(own).map(withoutZeros), logRecordsOf(expected).map(withoutZeros));
      assert.ok(own.length <= expected.length);
    }
  }
});

test('log records: what is beyond a limit is dropped and counted, or cut off', () => {
  const records = [];
  const exporter = { add: (record) => records.push(record), handOver() {} };
  new layer.LoggerProvider([exporter], { attributes: 2, attributeLength: 3 })
    .getLogger('scope')
    .emit({ body: 'whole', attributes: { a: 'abcdef', b: { c: '12345' }, d: 1 } });
  const [{ body, attributes }] = logRecordsOf(layer.encodeRequest(new layer.AttributeMap(1, 1), records, layer.writeLogRecord));
  assert.deepEqual([body, attributes, records[0].attributes.dropped], ['whole', { a: 'abc', b: { c: '123' } }, 1]);
});

test('one that cannot be encoded is left out, and the others are not', () => {
  const make = (name) => {
    const span = new layer.Span(name, SpanKind.SERVER, { name: 'scope' }, CONTEXT, undefined, LIMITS, { onEnd() {} });
    span.end();
    return span;
  };
  const bad = make('bad');
  bad.links.push({ context: {}, attributes: new layer.AttributeMap(1, 1) });
  const scope = bad.scope;
  const spans = ['one', 'two'].map((name) => Object.assign(make(name), { scope }));
  assert.deepEqual(
    spansOf(encodeSpans(spans[0], bad, spans[1])).map(({ name }) => name),
    ['one', 'two'],
  );
});

test('names, kinds and times that are none give a span all the same', () => {
  const hostile = { toString: () => assert.fail('hostile') };
  for (const name of [undefined, null, 7, {}, Symbol('name'), hostile, Object.create(null)]) {
    const onEnd = () => {};
    const span = new layer.Span(name, name, { name: 'scope' }, CONTEXT, undefined, LIMITS, { onEnd }, name);
    span.addEvent(name, {}, NaN).updateName(name);
    span.end(new Date(NaN));
    const [{ kind, start, end, events }] = spansOf(encodeSpans(span));
    assert.deepEqual([kind, events.length], ['INTERNAL', 1]);
    assert.ok(end >= start && start > 1_700_000_000_000_000_000n, String(start));
  }
  for (const time of [NaN, Infinity, -Infinity, 1e300, [NaN, 0], ['a'], 'soon', {}]) {
    const span = new layer.Span('n', 1, { name: 'scope' }, CONTEXT, undefined, LIMITS, { onEnd() {} }, time);
    span.end(time);
    assert.equal(spansOf(encodeSpans(span)).length, 1);
  }
});

test('scopes and statuses that are none spoil no request', () => {
  const spans = [];
  const config = { sampler: () => true, limits: LIMITS, processor: { onStart() {}, onEnd: (span) => spans.push(span) } };
  const provider = new layer.TracerProvider(config, new Set());
  const hostile = { toString: () => assert.fail('hostile') };
  for (const odd of [undefined, null, 7, {}, Symbol('odd'), hostile, -1, 300, 1.5, Infinity, NaN]) {
    for (const tracer of [
      provider.getTracer(odd),
      provider.getTracer('name', odd),
      provider.getTracer('name', '1', { schemaUrl: odd }),
      provider.getTracer('name', '1', odd),
    ]) {
      const span = tracer.startSpan('span');
      span.setStatus({ code: odd });
      span.end();
    }
  }
  const statuses = spansOf(encodeSpans(...spans)).map(({ status }) => status.code);
  assert.deepEqual(statuses, Array(44).fill('UNSET'));
});

test('a severity that is none is left out', () => {
  const records = [];
  const logger = new layer.LoggerProvider([{ add: (record) => records.push(record), handOver() {} }], {}).getLogger(7);
  for (const severityNumber of [-1, 25, 1.5, NaN, Infinity, 'INFO', 24]) {
    logger.emit({ severityNumber });
  }
  assert.deepEqual(
    logRecordsOf(layer.encodeRequest(new layer.AttributeMap(1, 1), records, layer.writeLogRecord)).map(
      ({ severityNumber = 0 }) => severityNumber,
    ),
    [0, 0, 0, 0, 0, 0, 24],
  );
});

test('limits: what is beyond is dropped and counted', () => {
  const limits = { ...LIMITS, attributes: 2, attributeLength: 3, events: 1, links: 1 };
  const span = new layer.Span('limited', SpanKind.SERVER, { name: 'scope' }, CONTEXT, undefined, limits, { onEnd() {} });
  span.setAttributes({ a: 'abcdef', b: ['12345'], c: 1 });
  span.addEvent('first').addEvent('second').addLink({ context: PARENT }).addLink({ context: PARENT });
  assert.deepEqual(Object.fromEntries(span.attributes.values), { a: 'abc', b: ['123'] });
  assert.deepEqual([span.attributes.dropped, span.droppedEvents, span.droppedLinks], [1, 1, 1]);
  assert.deepEqual(
    span.events.map(({ name }) => name),
    ['second'],
  );
});
