import { warn, warnOf } from '../settings/diagnostics.ts';
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
  const listed = chosenLibraries(environment);
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
      if (isEnabled(environment, name, listed)) {
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

interface ChosenLibraries {
  readonly disabled: ReadonlySet<string>;
  /** All that is not disabled, if empty. */
  readonly enabled: ReadonlySet<string>;
}

function chosenLibraries(environment: Environment): ChosenLibraries {
  return {
    disabled: namesIn(environment, 'OTEL_NODE_DISABLED_INSTRUMENTATIONS'),
    enabled: namesIn(environment, 'OTEL_NODE_ENABLED_INSTRUMENTATIONS'),
  };
}

function namesIn(environment: Environment, variable: string): Set<string> {
  const known = [...ALL, ...LOGS].map(({ name }) => name);
  const names = new Set<string>();
  for (const part of environment.text(variable).split(',')) {
    const name = part.trim();
    if (known.includes(name)) {
      names.add(name);
    } else if (name !== '') {
      warn(`${variable}: unknown library "${name}"; it is left out. Known: ${known.join(', ')}`);
    }
  }
  return names;
}

function isEnabled(environment: Environment, name: string, { disabled, enabled }: ChosenLibraries): boolean {
  if (disabled.has(name) || (enabled.size > 0 && !enabled.has(name))) {
    return false;
  }
  const byDefault = environment.flag('OTEL_INSTRUMENTATION_COMMON_DEFAULT_ENABLED', true);
  return environment.flag(`OTEL_INSTRUMENTATION_${name.toUpperCase().replaceAll('-', '_')}_ENABLED`, byDefault);
}

function logCorrelation(): typeof import('./log-correlation.ts') {
  return require('./log-correlation.ts') as typeof import('./log-correlation.ts');
}
