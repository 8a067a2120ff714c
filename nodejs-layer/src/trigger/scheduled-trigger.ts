import { node, text, type Json } from './event.ts';
import { ofIso } from './timestamps.ts';
import { Trigger, type Wait } from './trigger.ts';

/** Describes a schedule of an EventBridge rule or of EventBridge Scheduler, whose events tell the time only. */
export class ScheduledTrigger extends Trigger {
  readonly type = 'timer';

  constructor(private readonly event: Json) {
    super();
  }

  override attributes(): Record<string, string | undefined> {
    return { 'faas.time': text(this.event, 'time') };
  }

  override waited(): Wait {
    return { name: 'eventbridge wait', since: ofIso(node(this.event, 'time')) };
  }
}
