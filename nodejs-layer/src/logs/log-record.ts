import { writeAttributes, writeValue } from '../export/attribute-writer.ts';
import type { ProtobufWriter } from '../export/protobuf-writer.ts';
import { writeTime } from '../export/request.ts';
import type { Time } from '../sdk/clock.ts';
import type { SpanContext } from '../sdk/span-context.ts';
import type { Scope } from '../sdk/span.ts';

export interface LogRecord {
  readonly scope: Scope;
  readonly time: Time;
  readonly observed: Time;
  /** 0 where it is not known. */
  readonly severity: number;
  readonly severityText: string | undefined;
  readonly eventName: string | undefined;
  readonly body: unknown;
  readonly attributes: { readonly values: ReadonlyMap<string, unknown>; readonly dropped: number };
  /** The span in which it was logged, if there was one. */
  readonly context: SpanContext | undefined;
}

/** Writes `opentelemetry.proto.logs.v1.LogRecord` as field 2. */
export function writeLogRecord(writer: ProtobufWriter, record: LogRecord): void {
  const mark = writer.mark();
  const { context, attributes } = record;
  writer.optionalString(12, record.eventName);
  writeTime(writer, 11, record.observed);
  if (context !== undefined) {
    writer.hex(10, context.spanId);
    writer.hex(9, context.traceId);
    writer.fixed32(8, context.traceFlags & 0xff);
  }
  writer.optionalUint(7, attributes.dropped);
  writeAttributes(writer, 6, attributes);
  if (record.body !== undefined) {
    writeValue(writer, 5, record.body);
  }
  writer.optionalString(3, record.severityText);
  writer.optionalUint(2, record.severity);
  writeTime(writer, 1, record.time);
  writer.message(2, mark);
}
