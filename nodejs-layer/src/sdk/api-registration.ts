import type { Propagators } from '../propagation/propagators.ts';
import { warn, warnOf } from '../settings/diagnostics.ts';
import type { TracerConfig } from './tracer.ts';

const API = Symbol.for('opentelemetry.js.api.1');

/**
 * Makes this package the implementation of the function's `@opentelemetry/api`, from when it is asked for.
 *
 * @param scopes gets the name of each scope that asks for a tracer
 */
export function registerApi(config: TracerConfig, scopes: Set<string>, propagators: Propagators): void {
  if (API in globalThis) {
    warn('an OpenTelemetry SDK is there already: spans of the function go where it sends them');
    return;
  }
  const define = (descriptor: PropertyDescriptor): unknown =>
    Object.defineProperty(globalThis, API, { configurable: true, enumerable: true, ...descriptor });
  let api: object | undefined;
  define({
    get: () => {
      try {
        const { createApi } = require('./api-global.ts') as typeof import('./api-global.ts');
        api ??= createApi(config, scopes, propagators);
      } catch (cause) {
        warnOf('spans of the function are lost', cause);
      }
      return api;
    },
    set: (value: unknown) => define({ value, writable: true }),
  });
}
