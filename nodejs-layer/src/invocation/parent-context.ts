import type { Propagators } from '../propagation/propagators.ts';
import { XRAY_HEADER } from '../propagation/xray.ts';
import { ROOT, spanOf, type Context } from '../sdk/context.ts';
import { isValid } from '../sdk/span-context.ts';
import { headersOf, object, type Carrier, type Json } from '../trigger/event.ts';
import { textOf, type LambdaContext } from './lambda-context.ts';

/**
 * Returns the context that an invocation continues: what the propagators read from its event, from
 * the client context of a direct invocation, and with `xray-lambda` from the environment.
 *
 * X-Ray's header is looked at last. AWS's services write it anew on the way, often with `Sampled=0`,
 * so it is no parent where another header names one.
 */
export function parentOf(propagators: Propagators, event: Json, context: LambdaContext): Context {
  const carrier = clientHeaders(context.clientContext);
  for (const [name, value] of headersOf(event)) {
    carrier.set(name, value);
  }
  const header = carrier.get(XRAY_HEADER);
  carrier.delete(XRAY_HEADER);
  const parent = extract(propagators, ROOT, carrier);
  if (isValid(spanOf(parent)?.spanContext())) {
    return parent;
  }
  const environment = propagators.usesXrayLambda ? textOf(context.xRayTraceId) || process.env['_X_AMZN_TRACE_ID'] : undefined;
  const xray = environment || header;
  return xray === undefined ? parent : extract(propagators, parent, new Map([[XRAY_HEADER, xray]]));
}

function clientHeaders(clientContext: unknown): Carrier {
  const headers: Carrier = new Map();
  for (const custom of [object(clientContext, 'Custom'), object(clientContext, 'custom')]) {
    for (const [name, value] of Object.entries(custom)) {
      if (typeof value === 'string') {
        headers.set(name.toLowerCase(), value);
      }
    }
  }
  return headers;
}

export function extract(propagators: Propagators, context: Context, carrier: Carrier): Context {
  return carrier.size === 0
    ? context
    : propagators.extract(
        context,
        (name) => carrier.get(name),
        () => carrier.keys(),
      );
}
