import type { Propagators } from '../propagation/propagators.ts';
import { parseXray } from '../propagation/xray.ts';
import { ROOT, spanOf, withSpan, type Context } from '../sdk/context.ts';
import { isSameSpan, isValid, type SpanContext } from '../sdk/span-context.ts';
import { NonRecordingSpan } from '../sdk/span.ts';
import type { Carrier } from '../trigger/event.ts';
import { AWS_TRACE_HEADER } from '../trigger/trigger.ts';
import { extract } from './parent-context.ts';

/** Returns the contexts of a message's sender to link to: all but what is the parent already. */
export function sendersOf(propagators: Propagators, message: Carrier, parent: SpanContext | undefined): SpanContext[] {
  const senders: SpanContext[] = [];
  for (const sender of [spanOf(extract(propagators, ROOT, message))?.spanContext(), xrayOf(message)]) {
    const known = [parent, ...senders].some(
      (other) => other !== undefined && sender !== undefined && isSameSpan(sender, other),
    );
    if (isValid(sender) && !known) {
      senders.push(sender);
    }
  }
  return senders;
}

/** Returns the sender's context, which X-Ray's header is only where nothing else is; or the given one. */
export function senderOf(propagators: Propagators, message: Carrier, otherwise: Context): Context {
  const context = extract(propagators, ROOT, message);
  if (isValid(spanOf(context)?.spanContext())) {
    return context;
  }
  const xray = xrayOf(message);
  return xray === undefined ? otherwise : withSpan(otherwise, new NonRecordingSpan(xray));
}

function xrayOf(message: Carrier): SpanContext | undefined {
  return parseXray(message.get(AWS_TRACE_HEADER) ?? '');
}
