import type { Environment } from '../settings/environment.ts';
import { exporterSettings, type Signal } from '../settings/settings.ts';
import type { HttpProxy } from './http-proxy.ts';
import type { Outbox } from './outbox.ts';
import type { Sender } from './sender.ts';

/** Returns the sender of a signal, as the user has set it. */
export function senderOf(environment: Environment, outbox: Outbox, signal: Signal, what: string): Sender {
  const settings = exporterSettings(environment, signal);
  return outbox.sender(settings, proxyOf(environment, settings.url), what);
}

function proxyOf(environment: Environment, endpoint: URL): HttpProxy | undefined {
  const variable = `${endpoint.protocol.slice(0, -1)}_proxy`;
  const text = environment.text(variable) || environment.text(variable.toUpperCase());
  if (text === '') {
    return undefined;
  }
  const { findProxy } = require('./http-proxy.ts') as typeof import('./http-proxy.ts');
  return findProxy(environment, endpoint);
}
