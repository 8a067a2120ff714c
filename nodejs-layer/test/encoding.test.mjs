// Holds the encoder to OpenTelemetry's own: the same spans give the same message as @opentelemetry/otlp-transformer's.
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { SpanKind, SpanStatusCode, TraceFlags } from '@opentelemetry/api';
import { ProtobufTraceSerializer } from '@opentelemetry/otlp-transformer';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { spansOf } from './support/otlp.mjs';
import { loadSources } from './support/sources.mjs';

let layer;
before(async () => {
  layer = await loadSources(`
    export { encodeTraceRequest } from './export/trace-request.ts';
    export { AttributeMap } from './sdk/attributes.ts';
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
    const own = layer.encodeTraceRequest(resource, [span]);

    const time = (millis) => [Math.floor(millis / 1000), Math.round((millis % 1000) * 1e6)];
    const expected = ProtobufTraceSerializer.serializeRequest([
      {
        name: 'name',
        kind: SpanKind.CONSUMER,
        spanContext: () => context,
        parentSpanContext: parent,
        startTime: time(START),
        endTime: time(END),
        duration: time(END - START),
        status: { code: SpanStatusCode.ERROR, message: 'broken' },
        attributes: ATTRIBUTES,
        links: Array.from({ length: links }, (_, i) => ({ context: PARENT, attributes: { i }, droppedAttributesCount: 0 })),
        events: Array.from({ length: events }, (_, i) => ({
          name: `event ${i}`,
          time: time(START + i),
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
  const [{ attributes, end, start }] = spansOf(layer.encodeTraceRequest(new layer.AttributeMap(1, 1), [span]));
  assert.deepEqual(attributes, { 'otel.lambda.unfinished': true });
  assert.ok(end >= start);
  assert.equal(span.isRecording(), true);
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
