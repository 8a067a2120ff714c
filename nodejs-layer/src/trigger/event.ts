/** A JSON value of an event, which the layer reads and never changes. */
export type Json = unknown;

export function node(event: Json, ...path: string[]): Json {
  let value = event;
  for (const name of path) {
    if (typeof value !== 'object' || value === null || Array.isArray(value) || !Object.hasOwn(value, name)) {
      return undefined;
    }
    value = (value as Record<string, unknown>)[name];
  }
  return value;
}

/** Returns the string, number or boolean at the end of the path as a text. */
export function text(event: Json, ...path: string[]): string | undefined {
  const value = node(event, ...path);
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
}

export function object(event: Json, ...path: string[]): Record<string, unknown> {
  const value = node(event, ...path);
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}

export function array(event: Json, ...path: string[]): unknown[] {
  const value = node(event, ...path);
  return Array.isArray(value) ? value : [];
}

/** Holds headers, or what else a sender's context is read from, by names in lower case. */
export type Carrier = Map<string, string>;

/** Tells whether the event is what AppSync passes to a resolver, a channel's handler or an authorizer. */
export function isAppSync(event: Json): boolean {
  if (Object.keys(object(event, 'request', 'headers')).length === 0) {
    return node(event, 'authorizationToken') !== undefined && node(event, 'requestHeaders') !== undefined;
  }
  return (
    text(event, 'info', 'fieldName') !== undefined ||
    text(event, 'fieldName') !== undefined ||
    Object.keys(object(event, 'info', 'channel')).length > 0
  );
}

/** Returns the event that tells of the others: the first of AppSync's batches, which are lists. */
export function representativeOf(event: Json): Json {
  return Array.isArray(event) && isAppSync(event[0]) ? event[0] : event;
}

/** Returns the headers of an HTTP event; values that were sent more than once are joined by commas. */
export function headersOf(event: Json): Carrier {
  const headers: Carrier = new Map();
  const single = isAppSync(event)
    ? [object(event, 'request', 'headers'), object(event, 'requestHeaders')]
    : [object(event, 'headers'), object(event, 'multiValueHeaders')];
  for (const source of single) {
    for (const [name, value] of Object.entries(source)) {
      if (typeof value === 'string') {
        headers.set(name.toLowerCase(), value);
      } else if (Array.isArray(value) && value.length > 0 && value.every((each) => typeof each === 'string')) {
        headers.set(name.toLowerCase(), value.join(','));
      }
    }
  }
  return headers;
}
