import { SpanKind } from '../sdk/span.ts';
import type { Carrier, Json } from './event.ts';
import type { Records } from './records.ts';
import { Trigger } from './trigger.ts';

const PROCESS = 'process';

/**
 * Describes messages that are handed over (semantic-conventions v1.44.0,
 * docs/messaging/messaging-spans.md and docs/faas/aws-lambda.md).
 */
export abstract class MessagingTrigger extends Trigger {
  readonly type = 'pubsub';
  /** The value of `messaging.system`. */
  protected abstract readonly system: string;

  constructor(protected readonly records: Records) {
    super();
  }

  override get kind(): SpanKind {
    return SpanKind.CONSUMER;
  }

  override spanName(): string {
    return `${this.source() ?? 'multiple_sources'} ${PROCESS}`;
  }

  override attributes(): Record<string, string | number | undefined> {
    return {
      'messaging.system': this.system,
      'messaging.operation.name': PROCESS,
      'messaging.operation.type': PROCESS,
      'messaging.destination.name': this.destination(),
      'messaging.batch.message_count': this.isBatch() ? this.records.size : undefined,
      'messaging.message.id': this.isSingleMessage() ? this.messageId(this.records.known[0]) : undefined,
      ...this.specifics(),
    };
  }

  override messages(): Carrier[] {
    return this.records.known.map((message) => {
      const carrier: Carrier = new Map();
      this.readContext(message, carrier);
      return carrier;
    });
  }

  override isSingleMessage(): boolean {
    return this.records.size === 1 && this.records.known.length === 1;
  }

  /** Returns the queue, topic or stream that all messages come from. */
  protected abstract destination(): string | undefined;

  /** Returns what the span is named after; undefined if there are several sources. */
  protected source(): string | undefined {
    return this.destination();
  }

  protected messageId(_message: Json): string | undefined {
    return undefined;
  }

  /** Returns whether the source sends batches, even if one has a single message. */
  protected isBatch(): boolean {
    return true;
  }

  /** Reads what the sender has put beside the message. */
  protected readContext(_message: Json, _carrier: Carrier): void {}

  protected specifics(): Record<string, string | number | undefined> {
    return {};
  }
}

export function put(carrier: Carrier, name: string, value: unknown): void {
  if (typeof value === 'string') {
    carrier.set(name.toLowerCase(), value);
  }
}
