import { array, node, object, text, type Carrier, type Json } from './event.ts';
import { MessagingTrigger, put } from './messaging-trigger.ts';
import { afterLast, Records } from './records.ts';
import { ofIso } from './timestamps.ts';
import type { Wait } from './trigger.ts';

/** Describes an SNS topic, which sends one message at a time. */
export class SnsTrigger extends MessagingTrigger {
  protected readonly system = 'aws.sns';

  constructor(event: Json) {
    super(new Records(array(event, 'Records')));
  }

  protected override destination(): string | undefined {
    return afterLast(':', this.records.common('Sns', 'TopicArn'));
  }

  protected override messageId(message: Json): string | undefined {
    return text(message, 'Sns', 'MessageId');
  }

  protected override isBatch(): boolean {
    return this.records.size > 1;
  }

  protected override readContext(message: Json, carrier: Carrier): void {
    readNotification(node(message, 'Sns'), carrier);
  }

  override waited(): Wait {
    return { name: 'sns wait', since: ofIso(node(this.records.known[0], 'Sns', 'Timestamp')) };
  }
}

/** Reads a notification's attributes, as they also come in the body of an SQS message. */
export function readNotification(notification: Json, carrier: Carrier): void {
  for (const name of Object.keys(object(notification, 'MessageAttributes'))) {
    put(carrier, name, node(notification, 'MessageAttributes', name, 'Value'));
  }
}
