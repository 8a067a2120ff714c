import { AttributeMap } from '../sdk/attributes.ts';
import { now, type Time } from '../sdk/clock.ts';
import type { SpanContext } from '../sdk/span-context.ts';
import type { Scope, Span, SpanEvent, SpanLink } from '../sdk/span.ts';
import { toNanos, writeAttributes } from './attribute-writer.ts';
import { ProtobufWriter } from './protobuf-writer.ts';

const HAS_IS_REMOTE = 0x100;
const IS_REMOTE = 0x200;
const UNFINISHED = 'otel.lambda.unfinished';

/**
 * Encodes `opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest` (opentelemetry-proto
 * 1.x). A span that is open is encoded as if it ended now, marked as unfinished.
 */
export function encodeTraceRequest(resource: AttributeMap, spans: readonly Span[]): Buffer {
  const writer = new ProtobufWriter();
  const byScope = new Map<Scope, Span[]>();
  for (const span of spans) {
    const same = byScope.get(span.scope);
    if (same === undefined) {
      byScope.set(span.scope, [span]);
    } else {
      same.push(span);
    }
  }
  for (const [scope, ofScope] of Array.from(byScope).reverse()) {
    const mark = writer.mark();
    writer.optionalString(3, scope.schemaUrl);
    for (let i = ofScope.length - 1; i >= 0; i--) {
      writeSpan(writer, ofScope[i] as Span);
    }
    writeScope(writer, 1, scope);
    writer.message(2, mark);
  }
  writeResource(writer, resource);
  writer.message(1, 0);
  return writer.bytes();
}

export function writeResource(writer: ProtobufWriter, resource: AttributeMap): void {
  const mark = writer.mark();
  writeAttributes(writer, 1, resource);
  writer.message(1, mark);
}

export function writeScope(writer: ProtobufWriter, field: number, scope: Scope): void {
  const mark = writer.mark();
  writer.optionalString(2, scope.version);
  writer.optionalString(1, scope.name);
  writer.message(field, mark);
}

function writeSpan(writer: ProtobufWriter, span: Span): void {
  const mark = writer.mark();
  const { context, parent, status } = span;
  writer.fixed32(16, flagsOf(context.traceFlags, parent));
  const statusMark = writer.mark();
  writer.optionalUint(3, status.code);
  writer.optionalString(2, status.message);
  writer.message(15, statusMark);
  writer.optionalUint(14, span.droppedLinks);
  writeReversed(span.links, (link) => {
    writeLink(writer, link);
  });
  writer.optionalUint(12, span.droppedEvents);
  writeReversed(span.events, (event) => {
    writeEvent(writer, event);
  });
  writer.optionalUint(10, span.attributes.dropped);
  writeAttributes(writer, 9, span.end_ === undefined ? withMark(span.attributes) : span.attributes);
  writeTime(writer, 8, span.end_ ?? now());
  writeTime(writer, 7, span.start);
  writer.uint(6, span.kind + 1);
  writer.optionalString(5, span.name);
  if (parent !== undefined) {
    writer.hex(4, parent.spanId);
  }
  writer.optionalString(3, context.traceState?.serialize());
  writer.hex(2, context.spanId);
  writer.hex(1, context.traceId);
  writer.message(2, mark);
}

function withMark(attributes: AttributeMap): AttributeMap {
  const marked = new AttributeMap(Infinity, Infinity);
  for (const [key, value] of attributes.values) {
    marked.set(key, value);
  }
  marked.set(UNFINISHED, true);
  return marked;
}

function writeEvent(writer: ProtobufWriter, event: SpanEvent): void {
  const mark = writer.mark();
  writer.optionalUint(4, event.attributes.dropped);
  writeAttributes(writer, 3, event.attributes);
  writer.optionalString(2, event.name);
  writeTime(writer, 1, event.time);
  writer.message(11, mark);
}

function writeLink(writer: ProtobufWriter, { context, attributes }: SpanLink): void {
  const mark = writer.mark();
  writer.fixed32(6, flagsOf(context.traceFlags, context));
  writer.optionalUint(5, attributes.dropped);
  writeAttributes(writer, 4, attributes);
  writer.optionalString(3, context.traceState?.serialize());
  writer.hex(2, context.spanId);
  writer.hex(1, context.traceId);
  writer.message(13, mark);
}

function flagsOf(traceFlags: number, remote: SpanContext | undefined): number {
  return (traceFlags & 0xff) | HAS_IS_REMOTE | (remote?.isRemote === true ? IS_REMOTE : 0);
}

function writeTime(writer: ProtobufWriter, field: number, time: Time): void {
  writer.fixed64(field, toNanos(time));
}

function writeReversed<T>(items: readonly T[], write: (item: T) => void): void {
  for (let i = items.length - 1; i >= 0; i--) {
    write(items[i] as T);
  }
}
