import { array, node, object, text, type Carrier, type Json } from './event.ts';
import { MessagingTrigger, put } from './messaging-trigger.ts';
import { Records } from './records.ts';
import { ofMillis } from './millis.ts';
import type { Wait } from './trigger.ts';

/** Describes a queue of an ActiveMQ broker of Amazon MQ. */
export class ActiveMqTrigger extends MessagingTrigger {
  protected readonly system = 'activemq';

  constructor(event: Json) {
    super(new Records(array(event, 'messages')));
  }

  protected override destination(): string | undefined {
    return this.records.common('destination', 'physicalName');
  }

  protected override messageId(message: Json): string | undefined {
    return text(message, 'messageID');
  }

  protected override readContext(message: Json, carrier: Carrier): void {
    for (const [name, value] of Object.entries(object(message, 'properties'))) {
      put(carrier, name, value);
    }
  }

  override waited(): Wait {
    return { name: 'activemq wait', since: ofMillis(node(this.records.known[0], 'timestamp')) };
  }
}
