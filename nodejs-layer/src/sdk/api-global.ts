import type { Propagators } from '../propagation/propagators.ts';
import { active, Context, ROOT, runWith } from './context.ts';
import { TracerProvider } from './tracer-provider.ts';
import type { TracerConfig } from './tracer.ts';

/** Every `@opentelemetry/api` 1.x takes a global of a newer minor version. */
const VERSION_OF_API = '1.999.0';

/** Where `@opentelemetry/api` of any version 1.x, in a bundle or not, looks for its implementation. */
export interface ApiGlobal {
  version: string;
  trace?: unknown;
  context?: unknown;
  propagation?: unknown;
  metrics?: unknown;
}

/** Makes the implementation of the function's `@opentelemetry/api`. */
export function createApi(config: TracerConfig, scopes: Set<string>, propagators: Propagators): ApiGlobal {
  return {
    version: VERSION_OF_API,
    trace: new TracerProvider(config, scopes),
    context: contextManager(),
    propagation: propagation(propagators),
  };
}

type Call = (this: unknown, ...args: unknown[]) => unknown;

function contextManager(): object {
  return {
    active,
    with: (context: Context | null, call: Call, self?: unknown, ...args: unknown[]) =>
      runWith(context ?? ROOT, () => Reflect.apply(call, self, args)),
    bind: (context: Context, target: unknown) => (typeof target === 'function' ? bind(context, target as Call) : target),
    enable(): unknown {
      return this;
    },
    disable(): unknown {
      return this;
    },
  };
}

function bind(context: Context, call: Call): Call {
  const bound = function (this: unknown, ...args: unknown[]): unknown {
    return runWith(context, () => Reflect.apply(call, this, args));
  };
  Object.defineProperty(bound, 'length', { value: call.length, configurable: true });
  return bound;
}

interface ApiGetter {
  get(carrier: unknown, key: string): unknown;
  keys(carrier: unknown): string[];
}

interface ApiSetter {
  set(carrier: unknown, key: string, value: string): void;
}

function propagation(propagators: Propagators): object {
  return {
    inject(context: Context, carrier: unknown, setter: ApiSetter): void {
      propagators.inject(context, (name, value) => {
        setter.set(carrier, name, value);
      });
    },
    extract(context: Context, carrier: unknown, getter: ApiGetter): Context {
      const get = (name: string): string | undefined => {
        const value = getter.get(carrier, name) ?? getter.get(carrier, nameIn(carrier, getter, name));
        return Array.isArray(value) ? String(value[0]) : typeof value === 'string' ? value : undefined;
      };
      return propagators.extract(context, get, () => getter.keys(carrier));
    },
    fields: () => propagators.fields.slice(),
  };
}

/** Returns a header's name as the carrier has it, in any case. */
function nameIn(carrier: unknown, getter: ApiGetter, name: string): string {
  return getter.keys(carrier).find((key) => key.toLowerCase() === name) ?? name;
}
