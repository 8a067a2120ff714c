import { array, node, text, type Json } from './event.ts';
import { MessagingTrigger } from './messaging-trigger.ts';
import { afterLast, Records } from './records.ts';
import { ofSeconds } from './timestamps.ts';
import type { Wait } from './trigger.ts';

/** Describes a Kinesis data stream, whose records carry nothing but their data. */
export class KinesisTrigger extends MessagingTrigger {
  protected readonly system = 'aws.kinesis';

  constructor(event: Json) {
    super(new Records(array(event, 'Records')));
  }

  protected override destination(): string | undefined {
    return afterLast('/', this.records.common('eventSourceARN'));
  }

  protected override messageId(message: Json): string | undefined {
    return text(message, 'eventID');
  }

  /** An event's id is `SHARD:SEQUENCE_NUMBER`; a batch is of one shard. */
  protected override specifics(): Record<string, string | undefined> {
    const id = text(this.records.known[0], 'eventID') ?? '';
    const colon = id.indexOf(':');
    return {
      'aws.kinesis.stream_name': this.destination(),
      'messaging.destination.partition.id': colon > 0 ? id.slice(0, colon) : undefined,
    };
  }

  override waited(): Wait {
    return { name: 'kinesis wait', since: ofSeconds(node(this.records.known[0], 'kinesis', 'approximateArrivalTimestamp')) };
  }
}
