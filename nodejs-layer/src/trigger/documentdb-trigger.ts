import { array, text, type Json } from './event.ts';
import { DatasourceTrigger } from './datasource-trigger.ts';
import { Records, timeOfSeconds } from './records.ts';

const OPERATIONS: Readonly<Record<string, string>> = { insert: 'insert', update: 'edit', replace: 'edit', delete: 'delete' };

/** Describes a DocumentDB change stream: the collection is a database's, the name a collection's. */
export class DocumentDbTrigger extends DatasourceTrigger {
  constructor(event: Json) {
    super(new Records(array(event, 'events')));
  }

  protected override collection(): string | undefined {
    return this.records.common('event', 'ns', 'db');
  }

  protected override name(): string | undefined {
    return this.records.common('event', 'ns', 'coll');
  }

  protected override operation(record: Json): string | undefined {
    return OPERATIONS[text(record, 'event', 'operationType') ?? ''];
  }

  /** `{"clusterTime": {"$timestamp": {"t": SECONDS, "i": ORDINAL}}}` */
  protected override time(): string | undefined {
    return timeOfSeconds(this.records.common('event', 'clusterTime', '$timestamp', 't'));
  }
}
