import type { Time } from '../sdk/clock.ts';
import type { ProtobufWriter } from './protobuf-writer.ts';

/** Writes `opentelemetry.proto.common.v1.KeyValue`s. */
export function writeAttributes(
  writer: ProtobufWriter,
  field: number,
  { values }: { readonly values: ReadonlyMap<string, unknown> },
): void {
  const entries = Array.from(values);
  for (let i = entries.length - 1; i >= 0; i--) {
    const [key, value] = entries[i] as [string, unknown];
    const mark = writer.mark();
    writeValue(writer, 2, value);
    writer.string(1, key);
    writer.message(field, mark);
  }
}

/** Writes `opentelemetry.proto.common.v1.AnyValue`; null is an empty one. */
export function writeValue(writer: ProtobufWriter, field: number, value: unknown): void {
  const mark = writer.mark();
  if (typeof value === 'string') {
    writer.string(1, value);
  } else if (typeof value === 'boolean') {
    writer.uint(2, value ? 1 : 0);
  } else if (typeof value === 'number') {
    if (Number.isSafeInteger(value)) {
      writer.int(3, value);
    } else {
      writer.double(4, value);
    }
  } else if (Array.isArray(value)) {
    for (let i = value.length - 1; i >= 0; i--) {
      writeValue(writer, 1, value[i]);
    }
    writer.message(5, mark);
  } else if (value instanceof Map) {
    writeAttributes(writer, 1, { values: value });
    writer.message(6, mark);
  } else if (value instanceof Uint8Array) {
    writer.binary(7, value);
  }
  writer.message(field, mark);
}

/** Returns nanoseconds since the epoch. */
export function toNanos(time: Time): bigint {
  const millis = Math.floor(time);
  return BigInt(millis) * 1_000_000n + BigInt(Math.round((time - millis) * 1e6));
}
