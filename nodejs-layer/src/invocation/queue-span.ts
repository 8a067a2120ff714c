import type { Context } from '../sdk/context.ts';
import type { Time } from '../sdk/clock.ts';
import type { NonRecordingSpan, Span } from '../sdk/span.ts';
import type { Tracer } from '../sdk/tracer.ts';
import type { Trigger } from '../trigger/trigger.ts';

/** The longest that a service keeps a message. */
const LONGEST = 14 * 24 * 3600 * 1000;

/** Makes a span for the time that the event waited until now, if it tells a time that can be. */
export function queueSpan(tracer: Tracer, trigger: Trigger, parent: Context, now: Time): Span | NonRecordingSpan | undefined {
  const { name, since } = trigger.waited() ?? {};
  if (name === undefined || since === undefined || since >= now || since < now - LONGEST) {
    return undefined;
  }
  const span = tracer.startSpan(name, { attributes: { 'faas.trigger': trigger.type }, startTime: since }, parent);
  span.end(now);
  return span;
}
