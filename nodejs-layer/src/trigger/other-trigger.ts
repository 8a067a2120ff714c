import { Trigger } from './trigger.ts';

/** Describes a direct invocation, or a source whose events tell nothing that a span has an attribute for. */
export class OtherTrigger extends Trigger {
  readonly type = 'other';
}
