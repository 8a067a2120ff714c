import type { AttributeMap } from '../sdk/attributes.ts';
import type { Time } from '../sdk/clock.ts';
import type { Scope } from '../sdk/span.ts';
import { warnOf } from '../settings/diagnostics.ts';
import { toNanos, writeAttributes } from './attribute-writer.ts';
import { ProtobufWriter } from './protobuf-writer.ts';

/**
 * Encodes a request of OTLP (opentelemetry-proto 1.x), which has the same fields for each signal. An item that cannot be
 * written is left out.
 *
 * @param write writes an item as field 2
 */
export function encodeRequest<T extends { readonly scope: Scope }>(
  resource: AttributeMap,
  items: readonly T[],
  write: (writer: ProtobufWriter, item: T) => void,
): Buffer {
  const writer = new ProtobufWriter();
  const byScope = new Map<Scope, T[]>();
  for (const item of items) {
    const same = byScope.get(item.scope);
    if (same === undefined) {
      byScope.set(item.scope, [item]);
    } else {
      same.push(item);
    }
  }
  for (const [scope, ofScope] of Array.from(byScope).reverse()) {
    const mark = writer.mark();
    writer.optionalString(3, scope.schemaUrl);
    writeReversed(ofScope, (item) => {
      const before = writer.mark();
      try {
        write(writer, item);
      } catch (cause) {
        writer.rewind(before);
        warnOf('what cannot be encoded is lost', cause);
      }
    });
    writeScope(writer, 1, scope);
    writer.message(2, mark);
  }
  const mark = writer.mark();
  writer.put(encodedAttributes(resource));
  writer.message(1, mark);
  writer.message(1, 0);
  return writer.bytes();
}

const encoded = new WeakMap<AttributeMap, string>();

/** Returns a resource's attributes as they are written; they never change. */
function encodedAttributes(resource: AttributeMap): string {
  let content = encoded.get(resource);
  if (content === undefined) {
    const writer = new ProtobufWriter();
    writeAttributes(writer, 1, resource);
    content = writer.content();
    encoded.set(resource, content);
  }
  return content;
}

function writeScope(writer: ProtobufWriter, field: number, scope: Scope): void {
  const mark = writer.mark();
  writer.optionalString(2, scope.version);
  writer.optionalString(1, scope.name);
  writer.message(field, mark);
}

export function writeTime(writer: ProtobufWriter, field: number, time: Time): void {
  writer.fixed64(field, toNanos(time));
}

/** Calls the function with each item, the last one first, as that is how messages are written. */
export function writeReversed<T>(items: readonly T[], write: (item: T) => void): void {
  for (let i = items.length - 1; i >= 0; i--) {
    write(items[i] as T);
  }
}
