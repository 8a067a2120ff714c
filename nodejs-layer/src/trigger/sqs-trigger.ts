import { array, node, object, text, type Carrier, type Json } from './event.ts';
import { MessagingTrigger, put } from './messaging-trigger.ts';
import { afterLast, Records } from './records.ts';
import { readNotification } from './sns-trigger.ts';
import { ofMillisText } from './timestamps.ts';
import { AWS_TRACE_HEADER, type Wait } from './trigger.ts';

/** Describes messages of an SQS queue, some of which may be SNS's. */
export class SqsTrigger extends MessagingTrigger {
  protected readonly system = 'aws_sqs';

  constructor(event: Json) {
    super(new Records(array(event, 'Records')));
  }

  protected override destination(): string | undefined {
    return afterLast(':', this.records.common('eventSourceARN'));
  }

  protected override source(): string | undefined {
    const named = node(this.records.known[0], 'eventSourceARN') !== undefined;
    return named ? this.destination() : this.records.common('eventSource');
  }

  protected override messageId(message: Json): string | undefined {
    return text(message, 'messageId');
  }

  protected override readContext(message: Json, carrier: Carrier): void {
    const body = text(message, 'body') ?? '';
    if (body.startsWith('{') && body.includes('"MessageAttributes"')) {
      readNotification(parse(body), carrier);
    }
    for (const name of Object.keys(object(message, 'messageAttributes'))) {
      put(carrier, name, node(message, 'messageAttributes', name, 'stringValue'));
    }
    put(carrier, AWS_TRACE_HEADER, node(message, 'attributes', 'AWSTraceHeader'));
  }

  override waited(): Wait {
    return { name: 'sqs wait', since: ofMillisText(node(this.records.known[0], 'attributes', 'SentTimestamp')) };
  }
}

function parse(json: string): Json {
  try {
    return JSON.parse(json) as Json;
  } catch {
    return undefined;
  }
}
