import type { LogRecord } from '../logs/log-record.ts';
import type { Metric } from '../metrics/instrument.ts';
import type { AttributeMap } from '../sdk/attributes.ts';
import { now, type Time } from '../sdk/clock.ts';
import type { SpanContext } from '../sdk/span-context.ts';
import { SpanKind, StatusCode, type Span } from '../sdk/span.ts';
import { warnOf } from '../settings/diagnostics.ts';
import { toNanos } from './attribute-writer.ts';
import { attributesOf } from './trace-request.ts';

/*
 * Prints telemetry on the function's log, each item in one line, in the words of opentelemetry-sdk for Python, as the
 * Python layer does.
 */

const STDOUT = 1;
/** How often it is tried, each millisecond, to write to a pipe that is full. */
const MAX_TRIES = 100;

// the function may replace them
const { stringify } = JSON;
const Instant = Date;
const { writeSync } = process.getBuiltinModule('node:fs');

export function printSpan(resource: AttributeMap, span: Span): void {
  const { name, context, kind, parent, start, status, events, links } = span;
  print('a span', () => ({
    name,
    context: contextOf(context),
    kind: `SpanKind.${SpanKind[kind]}`,
    parent_id: parent === undefined ? null : `0x${parent.spanId}`,
    start_time: textOf(start),
    end_time: textOf(span.end_ ?? now()),
    status: {
      status_code: StatusCode[status.code],
      ...(status.message === undefined ? {} : { description: status.message }),
    },
    attributes: objectOf(attributesOf(span)),
    events: events.map((event) => ({
      name: event.name,
      timestamp: textOf(event.time),
      attributes: objectOf(event.attributes),
    })),
    links: links.map((link) => ({ context: contextOf(link.context), attributes: objectOf(link.attributes) })),
    resource: resourceOf(resource),
  }));
}

export function printMetrics(resource: AttributeMap, metrics: readonly Metric[]): void {
  print('metrics', () => ({
    resource_metrics: [
      {
        resource: resourceOf(resource),
        scope_metrics: [
          {
            scope: { name: metrics[0]?.scope.name },
            metrics: metrics.map(({ instrument, start, time }) => ({
              name: instrument.name,
              unit: instrument.unit,
              data: instrument.describe({
                start_time_unix_nano: Number(toNanos(start)),
                time_unix_nano: Number(toNanos(time)),
              }),
            })),
          },
        ],
      },
    ],
  }));
}

export function printLogRecord(resource: AttributeMap, record: LogRecord): void {
  const { context, attributes } = record;
  print('a log record', () => ({
    body: plain(record.body),
    severity_number: record.severity,
    severity_text: record.severityText,
    attributes: plain(attributes.values),
    dropped_attributes: attributes.dropped,
    timestamp: textOf(record.time),
    observed_timestamp: textOf(record.observed),
    trace_id: `0x${context?.traceId ?? '0'.repeat(32)}`,
    span_id: `0x${context?.spanId ?? '0'.repeat(16)}`,
    trace_flags: context?.traceFlags ?? 0,
    resource: resourceOf(resource),
    event_name: record.eventName,
  }));
}

/** Returns what can be serialised of a value that OTLP can carry. */
function plain(value: unknown): unknown {
  if (value instanceof Map) {
    return Object.fromEntries(Array.from(value as Map<string, unknown>, ([key, each]) => [key, plain(each)]));
  }
  if (value instanceof Uint8Array) {
    return Buffer.from(value).toString('base64');
  }
  return Array.isArray(value) ? value.map(plain) : value;
}

function print(what: string, describe: () => object): void {
  try {
    writeWhole(Buffer.from(`${stringify(describe())}\n`));
  } catch (cause) {
    warnOf(`${what} cannot be printed`, cause);
  }
}

/** Writes all of it, though the runtime may have made the pipe one that takes no more than it has room for. */
function writeWhole(line: Buffer): void {
  let written = 0;
  for (let tries = 0; written < line.length;) {
    try {
      written += writeSync(STDOUT, line, written);
    } catch (error) {
      if ((error as { code?: unknown }).code !== 'EAGAIN' || ++tries > MAX_TRIES) {
        throw error;
      }
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1);
    }
  }
}

function resourceOf(resource: AttributeMap): object {
  return { attributes: objectOf(resource), schema_url: '' };
}

function objectOf({ values }: AttributeMap): object {
  return Object.fromEntries(values);
}

function contextOf({ traceId, spanId, traceState }: SpanContext): object {
  const states = (traceState?.serialize() ?? '').split(',').filter((each) => each !== '');
  return {
    trace_id: `0x${traceId}`,
    span_id: `0x${spanId}`,
    trace_state: `[${states.map((each) => `'${each}'`).join(', ')}]`,
  };
}

/** Returns a time with microseconds. */
function textOf(time: Time): string {
  const millis = Math.floor(time);
  const micros = String(Math.floor((time - millis) * 1000)).padStart(3, '0');
  return new Instant(millis).toISOString().replace('Z', `${micros}Z`);
}
