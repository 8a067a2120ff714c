import { DatasourceTrigger } from './datasource-trigger.ts';
import { array, node, text, type Json } from './event.ts';
import { Records, timeOfSeconds } from './records.ts';
import { ofSeconds } from './timestamps.ts';
import type { Wait } from './trigger.ts';

const OPERATIONS: Readonly<Record<string, string>> = { INSERT: 'insert', MODIFY: 'edit', REMOVE: 'delete' };

/** Describes a DynamoDB table's stream. An item has no name but its key, which is the user's data. */
export class DynamoDbTrigger extends DatasourceTrigger {
  constructor(event: Json) {
    super(new Records(array(event, 'Records')));
  }

  /** `arn:aws:dynamodb:REGION:ACCOUNT:table/NAME/stream/LABEL` */
  protected override collection(): string | undefined {
    return this.records.common('eventSourceARN')?.split(':table/')[1]?.split('/')[0];
  }

  protected override operation(record: Json): string | undefined {
    return OPERATIONS[text(record, 'eventName') ?? ''];
  }

  protected override time(): string | undefined {
    return timeOfSeconds(this.records.common('dynamodb', 'ApproximateCreationDateTime'));
  }

  override waited(): Wait {
    return { name: 'dynamodb wait', since: ofSeconds(node(this.records.known[0], 'dynamodb', 'ApproximateCreationDateTime')) };
  }
}
