import { describe } from '../settings/diagnostics.ts';
import { AttributeMap, type AttributeValue } from './attributes.ts';
import { now, toTime, type Time, type TimeInput } from './clock.ts';
import { exceptionAttributes } from './exception-attributes.ts';
import type { SpanLimits } from './limits.ts';
import type { SpanContext } from './span-context.ts';

/** The values of `@opentelemetry/api`; OTLP counts from one. */
export enum SpanKind {
  INTERNAL = 0,
  SERVER = 1,
  CLIENT = 2,
  PRODUCER = 3,
  CONSUMER = 4,
}

export enum StatusCode {
  UNSET = 0,
  OK = 1,
  ERROR = 2,
}

export interface Status {
  code: StatusCode;
  message?: string | undefined;
}

export interface Link {
  context: SpanContext;
  attributes?: object | undefined;
}

export interface Scope {
  readonly name: string;
  readonly version?: string | undefined;
  readonly schemaUrl?: string | undefined;
}

export interface SpanEvent {
  readonly name: string;
  readonly time: Time;
  readonly attributes: AttributeMap;
}

export interface SpanLink {
  readonly context: SpanContext;
  readonly attributes: AttributeMap;
}

/** Gets the spans that are recorded. */
export interface SpanProcessor {
  onStart(span: Span): void;
  onEnd(span: Span): void;
}

/** Records a span, in the shape of `@opentelemetry/api` (`Span`). Nothing changes it after its end. */
export class Span {
  readonly attributes: AttributeMap;
  readonly events: SpanEvent[] = [];
  readonly links: SpanLink[] = [];
  readonly start: Time;
  end_: Time | undefined;
  status: Status = { code: StatusCode.UNSET };
  droppedEvents = 0;
  droppedLinks = 0;
  name: string;
  kind: SpanKind;

  constructor(
    name: string,
    kind: SpanKind,
    readonly scope: Scope,
    readonly context: SpanContext,
    readonly parent: SpanContext | undefined,
    private readonly limits: SpanLimits,
    private readonly processor: SpanProcessor,
    start?: TimeInput,
  ) {
    this.name = textOf(name);
    this.kind = typeof kind === 'number' && kind in SpanKind ? kind : SpanKind.INTERNAL;
    this.attributes = new AttributeMap(limits.attributes, limits.attributeLength);
    this.start = toTime(start);
  }

  spanContext(): SpanContext {
    return this.context;
  }

  isRecording(): boolean {
    return this.end_ === undefined;
  }

  setAttribute(key: string, value: AttributeValue | undefined): this {
    if (this.isRecording()) {
      this.attributes.set(key, value);
    }
    return this;
  }

  setAttributes(attributes: object): this {
    if (this.isRecording()) {
      this.attributes.setAll(attributes);
    }
    return this;
  }

  addEvent(name: string, attributesOrTime?: object | TimeInput, time?: TimeInput): this {
    if (!this.isRecording()) {
      return this;
    }
    const isTime = isTimeInput(attributesOrTime);
    if (this.events.length >= this.limits.events) {
      this.droppedEvents++;
      if (this.events.shift() === undefined) {
        return this;
      }
    }
    const attributes = new AttributeMap(this.limits.eventAttributes, this.limits.attributeLength);
    attributes.setAll(isTime ? undefined : attributesOrTime);
    this.events.push({ name: textOf(name), time: toTime(isTime ? attributesOrTime : time), attributes });
    return this;
  }

  addLink(link: Link): this {
    if (!this.isRecording()) {
      return this;
    }
    if (this.links.length >= this.limits.links) {
      this.droppedLinks++;
      return this;
    }
    const attributes = new AttributeMap(this.limits.linkAttributes, this.limits.attributeLength);
    attributes.setAll(link.attributes);
    this.links.push({ context: link.context, attributes });
    return this;
  }

  addLinks(links: Link[]): this {
    for (const link of links) {
      this.addLink(link);
    }
    return this;
  }

  /** A status that is OK is final (specification, "Set Status"). */
  setStatus(status: Status): this {
    const isKnown = status.code === StatusCode.OK || status.code === StatusCode.ERROR;
    if (this.isRecording() && isKnown && this.status.code !== StatusCode.OK) {
      this.status = { code: status.code };
      if (status.code === StatusCode.ERROR && typeof status.message === 'string') {
        this.status.message = status.message;
      }
    }
    return this;
  }

  updateName(name: string): this {
    if (this.isRecording()) {
      this.name = textOf(name);
    }
    return this;
  }

  recordException(exception: unknown, time?: TimeInput): void {
    this.addEvent('exception', exceptionAttributes(exception), time ?? now());
  }

  end(time?: TimeInput): void {
    if (this.isRecording()) {
      this.end_ = Math.max(this.start, toTime(time));
      this.processor.onEnd(this);
    }
  }
}

/** Without types, a function may give anything for a name. */
function textOf(name: unknown): string {
  return typeof name === 'string' ? name : describe(name);
}

function isTimeInput(value: unknown): value is TimeInput {
  return (
    typeof value === 'number' ||
    value instanceof Date ||
    (Array.isArray(value) && value.length === 2 && typeof value[0] === 'number' && typeof value[1] === 'number')
  );
}

/** Stands for a span that is not recorded: one of another process, or one that is not sampled. */
export class NonRecordingSpan {
  constructor(private readonly context: SpanContext) {}

  spanContext(): SpanContext {
    return this.context;
  }

  isRecording(): boolean {
    return false;
  }

  setAttribute(): this {
    return this;
  }

  setAttributes(): this {
    return this;
  }

  addEvent(_name: string, _attributesOrTime?: object | TimeInput, _time?: TimeInput): this {
    return this;
  }

  addLink(): this {
    return this;
  }

  addLinks(): this {
    return this;
  }

  setStatus(): this {
    return this;
  }

  updateName(): this {
    return this;
  }

  recordException(_exception: unknown, _time?: TimeInput): void {}

  end(_time?: TimeInput): void {}
}
