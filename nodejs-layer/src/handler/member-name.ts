import { attempt } from '../settings/diagnostics.ts';
import type { Handler } from './user-function.ts';

/** The runtime, once that is done. */
let done: unknown;

/**
 * Lets V8 name the frames of the user's handler as without the wrapper, such as `at Runtime.main [as handler]`: it looks for a
 * member of the receiver that is the function. The runtime's own member is the wrapper, so its class gets another.
 */
export function keepMemberName(receiver: unknown, wrapper: Handler, user: Handler): void {
  attempt('stack traces name the handler otherwise', () => {
    keep(receiver, wrapper, user);
  });
}

function keep(receiver: unknown, wrapper: Handler, user: Handler): void {
  if (receiver === done || typeof receiver !== 'object' || receiver === null) {
    return;
  }
  done = receiver;
  const members = receiver as Record<string, unknown>;
  const prototype = Object.getPrototypeOf(members) as Record<string, unknown> | null;
  if (prototype === null || prototype === Object.prototype) {
    return;
  }
  for (const name of Object.keys(members)) {
    if (members[name] === wrapper && !(name in prototype)) {
      // V8 passes over what is not enumerable
      prototype[name] = user;
    }
  }
}
