// Reads OTLP's protobuf by the fields that the tests look at (opentelemetry-proto 1.x).
import { gunzipSync } from 'node:zlib';

const text = (bytes) => bytes.toString('utf8');
const hex = (bytes) => bytes.toString('hex');
const signed = (value) => BigInt.asIntN(64, value);
const KINDS = ['', 'INTERNAL', 'SERVER', 'CLIENT', 'PRODUCER', 'CONSUMER'];
const STATUSES = ['UNSET', 'OK', 'ERROR'];

const ANY = {
  1: ['string', text],
  2: ['bool', (value) => value !== 0n],
  3: ['int', (value) => Number(signed(value))],
  4: ['double', (value) => Buffer.from(BigUint64Array.of(value).buffer).readDoubleLE()],
  5: ['array', (bytes) => read(bytes, { 1: ['values', any, true] }).values ?? []],
  7: ['bytes', (bytes) => bytes],
  6: ['kvlist', (bytes) => attributes(read(bytes, { 1: ['values', keyValue, true] }).values)],
};

function any(bytes) {
  return Object.values(read(bytes, ANY))[0];
}

function keyValue(bytes) {
  const { key, value } = read(bytes, { 1: ['key', text], 2: ['value', any] });
  return [key, value];
}

function attributes(list = []) {
  return Object.fromEntries(list);
}

const LINK = {
  1: ['traceId', hex],
  2: ['spanId', hex],
  3: ['traceState', text],
  4: ['attributes', keyValue, true],
  6: ['flags', Number],
};
const EVENT = { 1: ['time', BigInt], 2: ['name', text], 3: ['attributes', keyValue, true] };
const SPAN = {
  1: ['traceId', hex],
  2: ['spanId', hex],
  3: ['traceState', text],
  4: ['parentSpanId', hex],
  5: ['name', text],
  6: ['kind', (value) => KINDS[Number(value)]],
  7: ['start', BigInt],
  8: ['end', BigInt],
  9: ['attributes', keyValue, true],
  11: ['events', (bytes) => withAttributes(read(bytes, EVENT)), true],
  13: ['links', (bytes) => withAttributes(read(bytes, LINK)), true],
  15: ['status', (bytes) => status(read(bytes, { 2: ['message', text], 3: ['code', Number] }))],
  16: ['flags', Number],
};

function status({ code = 0, message }) {
  return { code: STATUSES[code], ...(message === undefined ? {} : { message }) };
}

function withAttributes(message) {
  return { ...message, attributes: attributes(message.attributes) };
}

const RECORD = {
  1: ['time', BigInt],
  2: ['severityNumber', Number],
  3: ['severityText', text],
  5: ['body', any],
  6: ['attributes', keyValue, true],
  7: ['dropped', Number],
  8: ['flags', Number],
  9: ['traceId', hex],
  10: ['spanId', hex],
  11: ['observed', BigInt],
  12: ['eventName', text],
};

/** Returns the spans of an ExportTraceServiceRequest, each with its resource and scope. */
export function spansOf(body, encoding) {
  return itemsOf(encoding === 'gzip' ? gunzipSync(body) : body, SPAN).map((span) => ({
    status: { code: 'UNSET' },
    events: [],
    links: [],
    ...span,
  }));
}

/** Returns the log records of an ExportLogsServiceRequest, each with its resource and scope. */
export function logRecordsOf(body) {
  return itemsOf(body, RECORD);
}

function itemsOf(bytes, fields) {
  const part = (each) => each;
  const { resources = [] } = read(bytes, { 1: ['resources', part, true] });
  return resources.flatMap((each) => {
    const { resource, scopes = [] } = read(each, {
      1: ['resource', (bytesOf) => attributes(read(bytesOf, { 1: ['attributes', keyValue, true] }).attributes)],
      2: ['scopes', part, true],
    });
    return scopes.flatMap((scopeBytes) => {
      const { scope, items = [] } = read(scopeBytes, {
        1: ['scope', (bytesOf) => read(bytesOf, { 1: ['name', text], 2: ['version', text] })],
        2: ['items', (item) => withAttributes(read(item, fields)), true],
      });
      return items.map((item) => ({ ...item, resource, scope }));
    });
  });
}

const double = (value) => Buffer.from(BigUint64Array.of(value).buffer).readDoubleLE();
const POINT = {
  4: ['count', BigInt],
  5: ['sum', double],
  6: ['buckets', BigInt, true],
  7: ['bounds', (value) => (typeof value === 'bigint' ? double(value) : keyValue(value)), true],
  9: ['labels', keyValue, true],
};

/** Returns the metrics of an ExportMetricsServiceRequest by their names, each with its one data point. */
export function metricsOf(body) {
  const bytes = (part) => part;
  const { resource } = read(body, { 1: ['resource', bytes] });
  const { scope } = read(resource, { 2: ['scope', bytes] });
  const { metrics } = read(scope, { 2: ['metrics', bytes, true] });
  return Object.fromEntries(
    metrics.map((metric) => {
      const { name, sum, histogram } = read(metric, { 1: ['name', text], 7: ['sum', bytes], 9: ['histogram', bytes] });
      const { point, temporality } = read(sum ?? histogram, { 1: ['point', bytes], 2: ['temporality', Number] });
      const { labels, bounds, buckets, ...others } = read(point, POINT);
      return sum === undefined
        ? [name, { ...others, buckets, bounds, temporality, attributes: attributes(labels) }]
        : [name, { value: buckets[0], temporality, attributes: attributes(bounds) }];
    }),
  );
}

/** Reads a message: by field its name, its decoder, and whether it is repeated. */
export function read(bytes, fields) {
  const message = {};
  let position = 0;
  const varint = () => {
    let value = 0n;
    for (let shift = 0n; ; shift += 7n) {
      const byte = bytes[position++];
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) {
        return value;
      }
    }
  };
  while (position < bytes.length) {
    const tag = Number(varint());
    let value;
    if ((tag & 7) === 0) {
      value = varint();
    } else if ((tag & 7) === 1) {
      value = bytes.readBigUInt64LE(position);
      position += 8;
    } else if ((tag & 7) === 2) {
      const length = Number(varint());
      value = bytes.subarray(position, position + length);
      if (value.length !== length) {
        throw new Error('the message is cut off');
      }
      position += length;
    } else if ((tag & 7) === 5) {
      value = bytes.readUInt32LE(position);
      position += 4;
    } else {
      throw new Error(`wire type ${tag & 7}`);
    }
    const [name, decode, repeated] = fields[tag >> 3] ?? [];
    if (name !== undefined) {
      if (repeated) {
        (message[name] ??= []).push(decode(value));
      } else {
        message[name] = decode(value);
      }
    }
  }
  return message;
}
