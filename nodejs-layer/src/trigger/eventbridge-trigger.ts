import { node, object, text, type Carrier, type Json } from './event.ts';
import { MessagingTrigger, put } from './messaging-trigger.ts';
import { Records } from './records.ts';
import { ofIso } from './timestamps.ts';
import type { Wait } from './trigger.ts';

/**
 * Describes an EventBridge rule. The X-Ray header that an event was sent with is no part of the
 * event; a sender can add members to `detail`.
 */
export class EventBridgeTrigger extends MessagingTrigger {
  protected readonly system = 'aws.eventbridge';

  constructor(private readonly event: Json) {
    super(new Records([event]));
  }

  /** An event does not tell its bus. */
  protected override destination(): undefined {
    return undefined;
  }

  protected override source(): string | undefined {
    return text(this.event, 'source');
  }

  protected override messageId(message: Json): string | undefined {
    return text(message, 'id');
  }

  protected override isBatch(): boolean {
    return false;
  }

  protected override readContext(message: Json, carrier: Carrier): void {
    for (const [name, value] of Object.entries(object(message, 'detail'))) {
      put(carrier, name, value);
    }
  }

  override waited(): Wait {
    return { name: 'eventbridge wait', since: ofIso(node(this.event, 'time')) };
  }
}
