import { node, text } from './event.ts';
import { HttpTrigger } from './http-trigger.ts';
import { encodeQuery } from './query-string.ts';
import { ofMillis } from './millis.ts';
import type { Wait } from './trigger.ts';

/** Describes an API Gateway WebSocket API: a client connects, disconnects or sends a message. */
export class ApiGatewayWebSocketTrigger extends HttpTrigger {
  /** `$connect`, `$disconnect`, `$default`, or what selects a message's route. */
  protected override route(): string | undefined {
    return text(this.event, 'requestContext', 'routeKey');
  }

  protected override query(): string | undefined {
    return encodeQuery(this.event);
  }

  override waited(): Wait {
    return { name: 'api gateway wait', since: ofMillis(node(this.event, 'requestContext', 'requestTimeEpoch')) };
  }
}
