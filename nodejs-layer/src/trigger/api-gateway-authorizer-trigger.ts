import { text } from './event.ts';
import { HttpTrigger } from './http-trigger.ts';
import { encodeQuery } from './query-string.ts';

/**
 * Describes an authorizer of an API Gateway API, which is asked before the request is passed on: the
 * route is the one that it guards, so neither its span's name nor an attribute of it has that.
 */
export class ApiGatewayAuthorizerTrigger extends HttpTrigger {
  protected override method(): string | undefined {
    return text(this.event, 'requestContext', 'http', 'method') ?? super.method();
  }

  protected override path(): string | undefined {
    return text(this.event, 'rawPath') ?? super.path();
  }

  protected override query(): string | undefined {
    return text(this.event, 'rawQueryString') ?? encodeQuery(this.event);
  }

  protected override peer(): string | undefined {
    return text(this.event, 'requestContext', 'http', 'sourceIp') ?? super.peer();
  }

  protected override protocol(): string | undefined {
    return text(this.event, 'requestContext', 'http', 'protocol') ?? super.protocol();
  }

  /** Its response is a policy. */
  override setResponse(): void {}
}
