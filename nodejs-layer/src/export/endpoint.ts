import type { HttpProxy } from './http-proxy.ts';

/** Names what a connection is made to. */
export interface Endpoint {
  readonly url: URL;
  readonly proxy?: HttpProxy | undefined;
  readonly certificate?: string | undefined;
  readonly clientKey?: string | undefined;
  readonly clientCertificate?: string | undefined;
}

/** The loopback address saves the lookup, which starts libuv's threads. */
export function hostOf(url: URL): string {
  return url.hostname === 'localhost' ? '127.0.0.1' : url.hostname.replace(/^\[|\]$/g, '');
}

export function portOf(url: URL): number {
  return Number(url.port) || (url.protocol === 'https:' ? 443 : 80);
}
