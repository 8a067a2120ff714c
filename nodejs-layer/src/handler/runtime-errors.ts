/** Makes the errors that AWS's runtime clients have for handlers, by the names that they report. */

class HandlerNotFound extends Error {}
class MalformedHandlerName extends Error {}

HandlerNotFound.prototype.name = 'Runtime.HandlerNotFound';
MalformedHandlerName.prototype.name = 'Runtime.MalformedHandlerName';

export function handlerNotFound(message: string): Error {
  return new HandlerNotFound(message);
}

export function malformedHandlerName(message: string): Error {
  return new MalformedHandlerName(message);
}
