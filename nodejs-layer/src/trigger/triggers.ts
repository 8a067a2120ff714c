import { node, type Json } from './event.ts';
import { OtherTrigger } from './other-trigger.ts';
import type { Trigger } from './trigger.ts';

/** The members by which the known triggers are told. */
const MEMBERS = [
  'requestContext',
  'methodArn',
  'routeArn',
  'request',
  'Records',
  'detail-type',
  'events',
  'eventSource',
  'StateMachine',
];

/** Returns what triggered the invocation with this event; a trigger of no known kind is "other". */
export function triggerOf(event: Json): Trigger {
  return (isKnown(event) ? find(event) : undefined) ?? new OtherTrigger();
}

function isKnown(event: Json): boolean {
  return MEMBERS.some((member) => node(event, member) !== undefined);
}

function find(event: Json): Trigger | undefined {
  // evaluated when it is needed: twenty classes are a part of a cold start
  const { findTrigger } = require('./known-triggers.ts') as typeof import('./known-triggers.ts');
  return findTrigger(event);
}
