import { array, node, object, type Carrier, type Json } from './event.ts';
import { MessagingTrigger, put } from './messaging-trigger.ts';
import { bytesText, Records } from './records.ts';
import { ofMillis } from './millis.ts';
import type { Wait } from './trigger.ts';

/** Describes topics of a Kafka cluster, MSK's or the user's own. */
export class KafkaTrigger extends MessagingTrigger {
  protected readonly system = 'kafka';

  constructor(event: Json) {
    super(Records.ofEach(object(event, 'records')));
  }

  protected override destination(): string | undefined {
    return this.records.common('topic');
  }

  protected override specifics(): Record<string, string | number | undefined> {
    const offset = Number(this.isSingleMessage() ? this.records.common('offset') : undefined);
    return {
      'messaging.destination.partition.id': this.destination() === undefined ? undefined : this.records.common('partition'),
      'messaging.kafka.offset': Number.isSafeInteger(offset) ? offset : undefined,
    };
  }

  /** Headers are a list of objects, each a name with a list of bytes. */
  protected override readContext(message: Json, carrier: Carrier): void {
    for (const header of array(message, 'headers')) {
      for (const [name, value] of Object.entries(object(header))) {
        put(carrier, name, bytesText(value));
      }
    }
  }

  override waited(): Wait {
    return { name: 'kafka wait', since: ofMillis(node(this.records.known[0], 'timestamp')) };
  }
}
