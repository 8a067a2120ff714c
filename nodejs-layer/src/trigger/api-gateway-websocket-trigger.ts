import { text } from './event.ts';
import { HttpTrigger } from './http-trigger.ts';
import { encodeQuery } from './query-string.ts';

/** Describes an API Gateway WebSocket API: a client connects, disconnects or sends a message. */
export class ApiGatewayWebSocketTrigger extends HttpTrigger {
  /** `$connect`, `$disconnect`, `$default`, or what selects a message's route. */
  protected override route(): string | undefined {
    return text(this.event, 'requestContext', 'routeKey');
  }

  protected override query(): string | undefined {
    return encodeQuery(this.event);
  }
}
