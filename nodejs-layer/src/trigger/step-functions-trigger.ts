import { text, type Json } from './event.ts';
import { Trigger } from './trigger.ts';

/** Describes a Step Functions state whose payload is the state machine's context object. */
export class StepFunctionsTrigger extends Trigger {
  readonly type = 'other';

  constructor(private readonly event: Json) {
    super();
  }

  override attributes(): Record<string, string | undefined> {
    return { 'aws.step_functions.state_machine.arn': text(this.event, 'StateMachine', 'Id') };
  }
}
