import { ApiGatewayAuthorizerTrigger } from './api-gateway-authorizer-trigger.ts';
import { ApiGatewayHttpTrigger } from './api-gateway-http-trigger.ts';
import { ApiGatewayRestTrigger } from './api-gateway-rest-trigger.ts';
import { ApiGatewayWebSocketTrigger } from './api-gateway-websocket-trigger.ts';
import { AppSyncTrigger } from './appsync-trigger.ts';
import { LoadBalancerTrigger } from './load-balancer-trigger.ts';
import { isAppSync, node, text, type Json } from './event.ts';
import type { Trigger } from './trigger.ts';

/** Returns what triggered the invocation with this event of a request, as far as it is known. */
export function findHttpTrigger(event: Json): Trigger | undefined {
  if (node(event, 'methodArn') !== undefined || node(event, 'routeArn') !== undefined) {
    return new ApiGatewayAuthorizerTrigger(event);
  }
  if (isAppSync(event)) {
    return new AppSyncTrigger(event);
  }
  const request = (...path: string[]): boolean => text(event, 'requestContext', ...path) !== undefined;
  if (request('http', 'method')) {
    return new ApiGatewayHttpTrigger(event);
  }
  if (request('elb', 'targetGroupArn')) {
    return new LoadBalancerTrigger(event);
  }
  if (request('connectionId')) {
    return new ApiGatewayWebSocketTrigger(event);
  }
  return text(event, 'httpMethod') !== undefined && request('stage') ? new ApiGatewayRestTrigger(event) : undefined;
}
