import { warnOf } from '../settings/diagnostics.ts';
import type { Environment } from '../settings/environment.ts';
import type { Telemetry } from '../telemetry.ts';
import { awsSdk } from './aws-sdk.ts';
import { onEmitter } from './emitters.ts';
import { http } from './http.ts';
import { createCalls, type Calls, type Instrumentation } from './instrumentation.ts';
import { libraries } from './libraries.ts';
import { onLoad } from './module-loads.ts';
import { undici } from './undici.ts';

/** Asks Prisma's client to report to the layer, by the global of Prisma's own instrumentation; in bundles, too. */
const prisma: Instrumentation = {
  name: 'prisma',
  scope: 'prisma',
  enable(calls) {
    const name = 'PRISMA_INSTRUMENTATION';
    const define = (descriptor: PropertyDescriptor, owner: object = globalThis): unknown =>
      Object.defineProperty(owner, name, { configurable: true, enumerable: false, ...descriptor });
    // not a member of the global object itself, which the function may list
    const above = Object.getPrototypeOf(globalThis) as object;
    const accessor = {
      get: () => {
        const { prismaHelper } = require('./prisma.ts') as typeof import('./prisma.ts');
        const value = { helper: prismaHelper(calls) };
        define({ value, writable: true });
        return value;
      },
      set: (value: unknown) => define({ value, writable: true }),
    };
    define(accessor, above === Object.prototype ? globalThis : above);
  },
};

/** What functions call by themselves or through others; another library is a file of its own, and an entry of {@link libraries}. */
const ALL: readonly Instrumentation[] = [awsSdk, http, undici, prisma, ...libraries];

/** Have no spans of their own. */
const LOGS: readonly Instrumentation[] = [
  {
    name: 'pino',
    enable: (calls) => {
      calls.onLoad('/pino/lib/tools.js', (exports) => {
        logCorrelation().correlatePino(calls, exports);
      });
    },
  },
  {
    name: 'powertools',
    enable: (calls) => {
      calls.onLoad('/@aws-lambda-powertools/logger/lib/cjs/Logger.js', (exports) => {
        logCorrelation().correlatePowertools(calls, exports);
      });
    },
  },
  {
    name: 'winston',
    enable: (calls) => {
      calls.onLoad('/winston/lib/winston/logger.js', (exports) => {
        logCorrelation().correlateWinston(calls, exports);
      });
    },
  },
];

const SCOPE = '@opentelemetry/instrumentation-';

/** Traces the calls of the libraries that the user has not switched off. */
export function enableInstrumentations(environment: Environment, { provider, propagators }: Telemetry): void {
  if (!environment.flag('OTEL_LAMBDA_AUTO_INSTRUMENTATION', true)) {
    return;
  }
  const correlated = environment.flag('OTEL_LAMBDA_LOG_CORRELATION', true);
  if (correlated && writesJson(environment)) {
    logCorrelation().correlateConsole();
  }
  // a library that the function instruments itself is left to it
  const left = new Set<string>();
  provider.onScope((scope) => left.add(scope));
  const callsOf = (scope: string): Calls =>
    createCalls(
      provider.getOwnTracer(scope, VERSION),
      propagators,
      { onLoad, onEmitter, of: (name) => callsOf(SCOPE + name) },
      () => !left.has(scope),
    );
  for (const { name, scope = SCOPE + name, enable } of correlated ? [...ALL, ...LOGS] : ALL) {
    try {
      if (isEnabled(environment, name)) {
        enable(callsOf(scope));
      }
    } catch (cause) {
      warnOf(`calls by ${name} are not traced`, cause);
    }
  }
}

/** Returns whether the runtime writes what is logged by the console in JSON. */
function writesJson(environment: Environment): boolean {
  return (
    environment.text('AWS_LAMBDA_LOG_FORMAT').toUpperCase() === 'JSON' || environment.text('AWS_LAMBDA_MAX_CONCURRENCY') !== ''
  );
}

function isEnabled(environment: Environment, name: string): boolean {
  const listed = (variable: string): boolean =>
    environment
      .text(variable)
      .split(',')
      .some((each) => each.trim() === name);
  if (listed('OTEL_NODE_DISABLED_INSTRUMENTATIONS')) {
    return false;
  }
  if (environment.text('OTEL_NODE_ENABLED_INSTRUMENTATIONS') !== '' && !listed('OTEL_NODE_ENABLED_INSTRUMENTATIONS')) {
    return false;
  }
  const byDefault = environment.flag('OTEL_INSTRUMENTATION_COMMON_DEFAULT_ENABLED', true);
  return environment.flag(`OTEL_INSTRUMENTATION_${name.toUpperCase().replaceAll('-', '_')}_ENABLED`, byDefault);
}

function logCorrelation(): typeof import('./log-correlation.ts') {
  return require('./log-correlation.ts') as typeof import('./log-correlation.ts');
}
