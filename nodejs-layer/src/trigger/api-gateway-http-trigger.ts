import { node, text } from './event.ts';
import { HttpTrigger } from './http-trigger.ts';
import { ofMillis } from './millis.ts';
import type { Wait } from './trigger.ts';

/** Describes an API Gateway HTTP API (proxy event of format 2.0), or a function URL, which has no routes. */
export class ApiGatewayHttpTrigger extends HttpTrigger {
  protected override method(): string | undefined {
    return text(this.event, 'requestContext', 'http', 'method');
  }

  /** `GET /orders/{id}` without its method; `$default` is no route. */
  protected override route(): string | undefined {
    const key = text(this.event, 'routeKey') ?? '';
    const path = key.indexOf(' /');
    return path < 0 ? undefined : key.slice(path + 1);
  }

  protected override path(): string | undefined {
    return text(this.event, 'rawPath');
  }

  protected override query(): string | undefined {
    return text(this.event, 'rawQueryString');
  }

  protected override peer(): string | undefined {
    return text(this.event, 'requestContext', 'http', 'sourceIp');
  }

  protected override protocol(): string | undefined {
    return text(this.event, 'requestContext', 'http', 'protocol');
  }

  protected override defaultStatus(): number {
    return 200;
  }

  override waited(): Wait {
    const isUrl = text(this.event, 'requestContext', 'domainName')?.includes('.lambda-url.') === true;
    return {
      name: isUrl ? 'function url wait' : 'api gateway wait',
      since: ofMillis(node(this.event, 'requestContext', 'timeEpoch')),
    };
  }
}
