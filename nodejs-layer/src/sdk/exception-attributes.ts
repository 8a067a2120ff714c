import { describe, nameOf } from '../settings/diagnostics.ts';

export function exceptionAttributes(exception: unknown): object {
  if (typeof exception !== 'object' || exception === null) {
    return { 'exception.type': typeof exception, 'exception.message': describe(exception) };
  }
  const [message, stack] = [memberOf(exception, 'message'), memberOf(exception, 'stack')];
  return {
    'exception.type': nameOf(exception),
    'exception.message': typeof message === 'string' ? message : describe(exception),
    'exception.stacktrace': typeof stack === 'string' ? stack : undefined,
  };
}

/** Returns nothing where a getter fails. */
function memberOf(object: object, key: string): unknown {
  try {
    return (object as Record<string, unknown>)[key];
  } catch {
    return undefined;
  }
}
