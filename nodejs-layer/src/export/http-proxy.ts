import type { Environment } from '../settings/environment.ts';
import { warn } from '../settings/diagnostics.ts';

/** Names the HTTP proxy on the way to an endpoint. */
export interface HttpProxy {
  readonly host: string;
  readonly port: number;
  /** The value of `Proxy-Authorization`, or ''. */
  readonly authorization: string;
}

/** Returns the proxy of `https_proxy`, `http_proxy` and `no_proxy`; the environment itself is reached directly. */
export function findProxy(environment: Environment, endpoint: URL): HttpProxy | undefined {
  const host = endpoint.hostname.toLowerCase();
  const variable = `${endpoint.protocol.slice(0, -1)}_proxy`;
  const text = inAnyCase(environment, variable);
  if (
    text === '' ||
    isLoopback(host) ||
    inAnyCase(environment, 'no_proxy')
      .split(',')
      .some((entry) => matches(host, entry))
  ) {
    return undefined;
  }
  try {
    const url = new URL(text.includes('://') ? text : `http://${text}`);
    if (url.hostname !== '' && url.protocol === 'http:') {
      const { username, password } = url;
      const credentials = username === '' ? '' : `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
      return {
        host: url.hostname,
        port: Number(url.port) || 80,
        authorization: credentials === '' ? '' : `Basic ${Buffer.from(credentials).toString('base64')}`,
      };
    }
  } catch {
    // as below
  }
  // without the text, which may have a password
  warn(`${variable}: not the http address of a proxy; telemetry is sent directly`);
  return undefined;
}

function inAnyCase(environment: Environment, name: string): string {
  return environment.text(name) || environment.text(name.toUpperCase());
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host.startsWith('127.') || host === '[::1]';
}

function matches(host: string, entry: string): boolean {
  const pattern = entry.trim().toLowerCase();
  if (pattern === '' || pattern === '*') {
    return pattern === '*';
  }
  const domain = pattern.replace(/^\*?\.?/, '');
  return host === domain || host.endsWith(`.${domain}`);
}
