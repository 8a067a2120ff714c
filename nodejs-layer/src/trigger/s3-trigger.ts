import { DatasourceTrigger } from './datasource-trigger.ts';
import { array, node, text, type Json } from './event.ts';
import { Records } from './records.ts';
import { ofIso } from './timestamps.ts';
import type { Wait } from './trigger.ts';

/** Describes an S3 bucket's event notification. */
export class S3Trigger extends DatasourceTrigger {
  constructor(event: Json) {
    super(new Records(array(event, 'Records')));
  }

  protected override collection(): string | undefined {
    return this.records.common('s3', 'bucket', 'name');
  }

  protected override operation(record: Json): string | undefined {
    const name = text(record, 'eventName');
    if (name === undefined) {
      return undefined;
    }
    if (name.startsWith('ObjectCreated:')) {
      return 'insert';
    }
    return name.startsWith('ObjectRemoved:') || name.startsWith('LifecycleExpiration:') ? 'delete' : 'edit';
  }

  /** Keys come as in a form: `red+flower.jpg`. */
  protected override name(): string | undefined {
    const key = this.records.common('s3', 'object', 'key');
    try {
      return key === undefined ? undefined : decodeURIComponent(key.replaceAll('+', ' '));
    } catch {
      return key;
    }
  }

  protected override time(): string | undefined {
    return this.records.common('eventTime');
  }

  override waited(): Wait {
    return { name: 's3 wait', since: ofIso(node(this.records.known[0], 'eventTime')) };
  }
}
