import { SpanKind, type Span } from '../sdk/span.ts';
import type { Carrier } from './event.ts';

/**
 * The name, in a message, of the X-Ray header that SQS keeps for the sender: it is read whatever
 * propagators are configured, as the conventions for SQS demand.
 */
export const AWS_TRACE_HEADER = 'awstraceheader';

/** Describes the time that an event waited before its invocation. */
export interface Wait {
  /** The name of the span. */
  readonly name: string;
  /** Milliseconds since the epoch; undefined where the event does not tell them well. */
  readonly since: number | undefined;
}

/** Describes what triggered an invocation, as its event tells. */
export abstract class Trigger {
  /** The value of `faas.trigger`. */
  abstract readonly type: 'datasource' | 'http' | 'other' | 'pubsub' | 'timer';

  get kind(): SpanKind {
    return SpanKind.SERVER;
  }

  /** Returns the span's name, or undefined for the function's name. */
  spanName(): string | undefined {
    return undefined;
  }

  /** Returns what the event tells beyond the attributes that every invocation has. */
  attributes(): Record<string, string | number | undefined> {
    return {};
  }

  /** Returns for each message that is known what its sender's context may be read from. */
  messages(): Carrier[] {
    return [];
  }

  isSingleMessage(): boolean {
    return false;
  }

  /** Returns since when the event waited, where it may tell that. */
  waited(): Wait | undefined {
    return undefined;
  }

  /** Sets what the response tells, which is the handler's result before it is serialised. */
  setResponse(_span: Span, _response: unknown): void {}
}
