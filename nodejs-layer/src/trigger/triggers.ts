import { isAppSync, node, type Json } from './event.ts';
import { findHttpTrigger } from './http-triggers.ts';
import { OtherTrigger } from './other-trigger.ts';
import type { Trigger } from './trigger.ts';

/** The members by which requests and the other known triggers are told. */
const OF_REQUESTS = ['requestContext', 'methodArn', 'routeArn'];
const OF_OTHERS = ['Records', 'detail-type', 'events', 'eventSource', 'StateMachine'];

/** Returns what triggered the invocation with this event; a trigger of no known kind is "other". */
export function triggerOf(event: Json): Trigger {
  return find(event) ?? new OtherTrigger();
}

function find(event: Json): Trigger | undefined {
  const hasOneOf = (members: string[]): boolean => members.some((member) => node(event, member) !== undefined);
  if (hasOneOf(OF_REQUESTS) || isAppSync(event)) {
    return findHttpTrigger(event);
  }
  if (hasOneOf(OF_OTHERS)) {
    // evaluated when they are needed: a dozen classes are a part of a cold start
    const { findTrigger } = require('./known-triggers.ts') as typeof import('./known-triggers.ts');
    return findTrigger(event);
  }
  return undefined;
}
