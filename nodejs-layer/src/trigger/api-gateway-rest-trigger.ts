import { text } from './event.ts';
import { HttpTrigger } from './http-trigger.ts';
import { encodeQuery } from './query-string.ts';

/** Describes an API Gateway REST API (proxy event of format 1.0), or an HTTP API that sends this format. */
export class ApiGatewayRestTrigger extends HttpTrigger {
  protected override route(): string | undefined {
    return text(this.event, 'resource');
  }

  protected override query(): string | undefined {
    return encodeQuery(this.event);
  }
}
