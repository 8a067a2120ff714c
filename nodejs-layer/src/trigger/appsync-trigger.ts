import { text } from './event.ts';
import { HttpTrigger } from './http-trigger.ts';

const OPERATIONS = new Set(['Query', 'Mutation', 'Subscription']);

/**
 * Describes an AppSync resolver, alone or in a batch, a channel's handler or an authorizer, whose event
 * carries the headers of the request to the API (semantic-conventions v1.44.0,
 * docs/graphql/graphql-spans.md). A request may resolve many fields, and its method and path are not in
 * the event.
 */
export class AppSyncTrigger extends HttpTrigger {
  override attributes(): Record<string, string | number | undefined> {
    const type = text(this.event, 'info', 'parentTypeName') ?? text(this.event, 'typeName') ?? '';
    return { ...super.attributes(), 'graphql.operation.type': OPERATIONS.has(type) ? type.toLowerCase() : undefined };
  }

  protected override method(): undefined {
    return undefined;
  }

  protected override path(): undefined {
    return undefined;
  }

  protected override query(): undefined {
    return undefined;
  }

  /** The result is data, whatever it has by the name of a status. */
  override setResponse(): void {}
}
