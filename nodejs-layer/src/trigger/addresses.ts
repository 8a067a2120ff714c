/** Reads hosts and ports as HTTP headers have them: `host`, `host:80`, `[::1]:80`. */

const MAX_PORT = 65_535;

/** Returns the first of the addresses in `X-Forwarded-For`, which is the client's own. */
export function clientOf(forwarded: string): string {
  return hostOf(forwarded.split(',', 1)[0] ?? '');
}

export function hostOf(address: string): string {
  const trimmed = address.trim();
  const bracket = trimmed.indexOf(']');
  if (trimmed.startsWith('[') && bracket > 0) {
    return trimmed.slice(1, bracket);
  }
  const colon = trimmed.indexOf(':');
  // more than one: an IPv6 address without a port
  return colon > 0 && colon === trimmed.lastIndexOf(':') ? trimmed.slice(0, colon) : trimmed;
}

export function portOf(address: string): number | undefined {
  const trimmed = address.trim();
  const colon = trimmed.lastIndexOf(':');
  const hasPort = colon > 0 && (colon === trimmed.indexOf(':') || trimmed[colon - 1] === ']');
  return hasPort ? parsePort(trimmed.slice(colon + 1)) : undefined;
}

export function parsePort(value: string | undefined): number | undefined {
  const port = Number(value?.trim() ?? '');
  return Number.isInteger(port) && port > 0 && port <= MAX_PORT ? port : undefined;
}
