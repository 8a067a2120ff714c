import { node, object, text, type Carrier, type Json } from './event.ts';
import { MessagingTrigger, put } from './messaging-trigger.ts';
import { bytesText, Records } from './records.ts';

/** Describes a queue of a RabbitMQ broker of Amazon MQ. */
export class RabbitMqTrigger extends MessagingTrigger {
  protected readonly system = 'rabbitmq';
  private readonly queue: string | undefined;

  /** Messages are listed by `QUEUE::VIRTUAL_HOST`. */
  constructor(event: Json) {
    const queues = object(event, 'rmqMessagesByQueue');
    super(Records.ofEach(queues));
    const names = Object.keys(queues);
    this.queue = names.length === 1 ? names[0]?.split('::', 1)[0] : undefined;
  }

  protected override destination(): string | undefined {
    return this.queue;
  }

  protected override messageId(message: Json): string | undefined {
    return text(message, 'basicProperties', 'messageId');
  }

  /** A header is a string as it is, or an object with a list of bytes. */
  protected override readContext(message: Json, carrier: Carrier): void {
    for (const [name, value] of Object.entries(object(message, 'basicProperties', 'headers'))) {
      put(carrier, name, typeof value === 'string' ? value : bytesText(node(value, 'bytes')));
    }
  }
}
