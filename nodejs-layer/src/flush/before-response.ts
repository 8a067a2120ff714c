import type { Pipeline } from '../export/pipeline.ts';
import { budgetOf, type Deadline, type FlushPolicy } from './flush-policy.ts';

/**
 * Exports everything before the response goes out, so that nothing is held when Lambda freezes the
 * environment. It takes no longer than the user allows, nor than the invocation has left less a
 * margin, in which the runtime must send the response.
 */
export class BeforeResponse implements FlushPolicy {
  constructor(
    private readonly pipeline: Pipeline,
    private readonly timeout: number,
  ) {}

  afterInvocation(deadline: Deadline): Promise<unknown> | undefined {
    return this.pipeline.flush(Math.min(this.timeout, budgetOf(deadline.remaining())));
  }
}
