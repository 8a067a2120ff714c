/** Makes the errors that AWS's runtime clients have for handlers, by the names that they report. */

class HandlerNotFound extends Error {}
class MalformedHandlerName extends Error {}

HandlerNotFound.prototype.name = 'Runtime.HandlerNotFound';
MalformedHandlerName.prototype.name = 'Runtime.MalformedHandlerName';

/** @param ownName whether the name is a member of the error itself, as in version 4 */
export function handlerNotFound(message: string, ownName: boolean): Error {
  return named(new HandlerNotFound(message), ownName);
}

/** @param ownName as in {@link handlerNotFound} */
export function malformedHandlerName(message: string, ownName: boolean): Error {
  return named(new MalformedHandlerName(message), ownName);
}

function named(error: Error, ownName: boolean): Error {
  if (ownName) {
    // eslint-disable-next-line no-self-assign -- the prototype's becomes the error's own
    error.name = error.name;
  }
  return error;
}
