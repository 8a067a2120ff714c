import { node, text } from './event.ts';
import { HttpTrigger } from './http-trigger.ts';
import { encodeQuery } from './query-string.ts';
import { ofMillis } from './millis.ts';
import type { Wait } from './trigger.ts';

/** Describes an API Gateway REST API (proxy event of format 1.0), or an HTTP API that sends this format. */
export class ApiGatewayRestTrigger extends HttpTrigger {
  protected override route(): string | undefined {
    return text(this.event, 'resource');
  }

  protected override query(): string | undefined {
    return encodeQuery(this.event);
  }

  override waited(): Wait {
    return { name: 'api gateway wait', since: ofMillis(node(this.event, 'requestContext', 'requestTimeEpoch')) };
  }
}
