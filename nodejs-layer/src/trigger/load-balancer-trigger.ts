import { HttpTrigger } from './http-trigger.ts';
import { joinQuery } from './query-string.ts';

/** Describes an Application Load Balancer, which hands parameters on as they were sent. */
export class LoadBalancerTrigger extends HttpTrigger {
  protected override query(): string | undefined {
    return joinQuery(this.event);
  }
}
