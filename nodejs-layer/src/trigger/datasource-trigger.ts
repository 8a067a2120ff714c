import type { Json } from './event.ts';
import type { Records } from './records.ts';
import { Trigger } from './trigger.ts';

/**
 * Describes changed data (semantic-conventions v1.44.0, docs/faas/faas-spans.md). Where an event has
 * several changes, what they do not have in common is left out.
 */
export abstract class DatasourceTrigger extends Trigger {
  readonly type = 'datasource';

  constructor(protected readonly records: Records) {
    super();
  }

  override attributes(): Record<string, string | undefined> {
    return {
      'faas.document.collection': this.collection(),
      'faas.document.operation': this.commonOperation(),
      'faas.document.name': this.name(),
      'faas.document.time': this.time(),
    };
  }

  private commonOperation(): string | undefined {
    const operations = new Set(this.records.known.map((record) => this.operation(record)));
    return operations.size === 1 ? Array.from(operations)[0] : undefined;
  }

  /** Returns the bucket, table or database. */
  protected abstract collection(): string | undefined;

  /** Returns insert, edit or delete; undefined if there is no name for it. */
  protected abstract operation(record: Json): string | undefined;

  /** Returns what in the collection was changed. */
  protected name(): string | undefined {
    return undefined;
  }

  /** Returns when, in ISO 8601. */
  protected abstract time(): string | undefined;
}
