import { toNanos } from '../export/attribute-writer.ts';
import type { ProtobufWriter } from '../export/protobuf-writer.ts';
import type { Time } from '../sdk/clock.ts';
import type { Scope } from '../sdk/span.ts';

export type Temporality = 'delta' | 'cumulative';

/** Holds what an instrument has measured between two times, until the instrument begins anew. */
export interface Metric {
  readonly scope: Scope;
  readonly instrument: Instrument<unknown>;
  readonly start: Time;
  readonly time: Time;
}

/** Writes a metric as field 2. */
export function writeMetric(writer: ProtobufWriter, { instrument, start, time }: Metric): void {
  instrument.write(writer, 2, toNanos(start), toNanos(time));
}

/** The values of `AggregationTemporality` in OTLP. */
const TEMPORALITIES: Readonly<Record<Temporality, number>> = { delta: 1, cumulative: 2 };

/** Adds up what is measured, by the value of `faas.trigger`. */
export abstract class Instrument<P> {
  protected points = new Map<string, P>();

  constructor(
    readonly name: string,
    readonly unit: string,
    private readonly temporality: Temporality,
  ) {}

  isEmpty(): boolean {
    return this.points.size === 0;
  }

  /** Begins anew where values are deltas. */
  exported(): void {
    if (this.temporality === 'delta') {
      this.points = new Map();
    }
  }

  /** Writes `opentelemetry.proto.metrics.v1.Metric`. */
  write(writer: ProtobufWriter, field: number, start: bigint, time: bigint): void {
    const mark = writer.mark();
    this.writeData(writer, TEMPORALITIES[this.temporality], start, time);
    writer.string(3, this.unit);
    writer.string(1, this.name);
    writer.message(field, mark);
  }

  /**
   * Describes the data as opentelemetry-sdk for Python prints it.
   *
   * @param times members of each data point
   */
  describe(times: object): object {
    const points = Array.from(this.points, ([trigger, point]) => ({
      attributes: { 'faas.trigger': trigger },
      ...times,
      ...this.describePoint(point),
    }));
    return { data_points: points, aggregation_temporality: TEMPORALITIES[this.temporality], ...this.kind };
  }

  /** Has members of the data that its kind of instrument has. */
  protected readonly kind: object = {};

  protected abstract describePoint(point: P): object;

  protected abstract writeData(writer: ProtobufWriter, temporality: number, start: bigint, time: bigint): void;

  protected writeTrigger(writer: ProtobufWriter, field: number, trigger: string): void {
    const mark = writer.mark();
    const value = writer.mark();
    writer.string(1, trigger);
    writer.message(2, value);
    writer.string(1, 'faas.trigger');
    writer.message(field, mark);
  }
}

export class Counter extends Instrument<number> {
  protected override readonly kind = { is_monotonic: true };

  add(trigger: string): void {
    this.points.set(trigger, (this.points.get(trigger) ?? 0) + 1);
  }

  protected override describePoint(value: number): object {
    return { value };
  }

  protected override writeData(writer: ProtobufWriter, temporality: number, start: bigint, time: bigint): void {
    const mark = writer.mark();
    writer.uint(3, 1); // monotonic
    writer.uint(2, temporality);
    for (const [trigger, value] of this.points) {
      const point = writer.mark();
      this.writeTrigger(writer, 7, trigger);
      writer.fixed64(6, BigInt(value));
      writer.fixed64(3, time);
      writer.fixed64(2, start);
      writer.message(1, point);
    }
    writer.message(7, mark);
  }
}

interface Distribution {
  count: number;
  sum: number;
  min: number;
  max: number;
  readonly buckets: number[];
}

export class Histogram extends Instrument<Distribution> {
  constructor(
    name: string,
    unit: string,
    temporality: Temporality,
    private readonly bounds: readonly number[],
  ) {
    super(name, unit, temporality);
  }

  record(trigger: string, value: number): void {
    const point = this.points.get(trigger) ?? {
      count: 0,
      sum: 0,
      min: value,
      max: value,
      buckets: this.bounds.map(() => 0).concat(0),
    };
    this.points.set(trigger, point);
    const bucket = this.bounds.findIndex((bound) => value <= bound);
    point.count++;
    point.sum += value;
    point.min = Math.min(point.min, value);
    point.max = Math.max(point.max, value);
    const index = bucket < 0 ? this.bounds.length : bucket;
    point.buckets[index] = (point.buckets[index] ?? 0) + 1;
  }

  protected override describePoint({ buckets, ...point }: Distribution): object {
    return { ...point, bucket_counts: buckets, explicit_bounds: this.bounds };
  }

  protected override writeData(writer: ProtobufWriter, temporality: number, start: bigint, time: bigint): void {
    const mark = writer.mark();
    writer.uint(2, temporality);
    for (const [trigger, { count, sum, min, max, buckets }] of this.points) {
      const point = writer.mark();
      writer.double(12, max);
      writer.double(11, min);
      this.writeTrigger(writer, 9, trigger);
      // repeated numbers may come one by one (Protocol Buffers, "Packed Repeated Fields")
      for (let i = this.bounds.length - 1; i >= 0; i--) {
        writer.double(7, this.bounds[i] as number);
      }
      for (let i = buckets.length - 1; i >= 0; i--) {
        writer.fixed64(6, BigInt(buckets[i] as number));
      }
      writer.double(5, sum);
      writer.fixed64(4, BigInt(count));
      writer.fixed64(3, time);
      writer.fixed64(2, start);
      writer.message(1, point);
    }
    writer.message(9, mark);
  }
}
