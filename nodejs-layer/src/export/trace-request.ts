import { AttributeMap } from '../sdk/attributes.ts';
import { now } from '../sdk/clock.ts';
import type { SpanContext } from '../sdk/span-context.ts';
import type { Span, SpanEvent, SpanLink } from '../sdk/span.ts';
import { writeAttributes } from './attribute-writer.ts';
import type { ProtobufWriter } from './protobuf-writer.ts';
import { writeReversed, writeTime } from './request.ts';

const HAS_IS_REMOTE = 0x100;
const IS_REMOTE = 0x200;
const UNFINISHED = 'otel.lambda.unfinished';

/**
 * Writes `opentelemetry.proto.trace.v1.Span`. A span that is open is written as if it ended now, marked as unfinished.
 */
export function writeSpan(writer: ProtobufWriter, span: Span): void {
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
  writeAttributes(writer, 9, attributesOf(span));
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

/** Returns a span's attributes, with a mark on one that is open. */
export function attributesOf({ attributes, end_ }: Span): AttributeMap {
  if (end_ !== undefined) {
    return attributes;
  }
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
