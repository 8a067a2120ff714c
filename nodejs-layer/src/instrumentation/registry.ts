import { warn, warnOf } from '../settings/diagnostics.ts';
import type { Environment } from '../settings/environment.ts';
import type { Telemetry } from '../telemetry.ts';
import { awsSdk } from './aws-sdk.ts';
import { onEmitter } from './emitters.ts';
import { http } from './http.ts';
import { createCalls, type Calls, type Instrumentation } from './instrumentation.ts';
import { libraries } from './libraries.ts';
import type { LogUse, watchPino } from './loggers.ts';
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
function loggers(use: LogUse): Instrumentation[] {
  const onLoad = (name: string, path: string, watch: () => typeof watchPino): Instrumentation => ({
    name,
    enable: (calls) => {
      calls.onLoad(path, (exports) => {
        watch()(calls, use, exports);
      });
    },
  });
  return [
    {
      name: 'console',
      enable: (calls) => {
        if (use.consoleInJson || use.records !== undefined) {
          watchers().watchConsole(calls, use);
        }
      },
    },
    onLoad('pino', '/pino/lib/tools.js', () => watchers().watchPino),
    onLoad('powertools', '/@aws-lambda-powertools/logger/lib/cjs/Logger.js', () => watchers().watchPowertools),
    onLoad('winston', '/winston/lib/winston/logger.js', () => watchers().watchWinston),
  ];
}

const SCOPE = '@opentelemetry/instrumentation-';

/** Traces the calls of the libraries that the user has not switched off. */
export function enableInstrumentations(environment: Environment, { provider, propagators, logs }: Telemetry): void {
  if (!environment.flag('OTEL_LAMBDA_AUTO_INSTRUMENTATION', true)) {
    return;
  }
  const correlated = environment.flag('OTEL_LAMBDA_LOG_CORRELATION', true);
  const known = [...ALL, ...loggers({ correlated, consoleInJson: writesJson(environment), records: logs })];
  const listed = chosenLibraries(environment, known);
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
  for (const { name, scope = SCOPE + name, enable } of known) {
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

function chosenLibraries(environment: Environment, all: readonly Instrumentation[]): ChosenLibraries {
  const known = all.map(({ name }) => name);
  return {
    disabled: namesIn(environment, 'OTEL_NODE_DISABLED_INSTRUMENTATIONS', known),
    enabled: namesIn(environment, 'OTEL_NODE_ENABLED_INSTRUMENTATIONS', known),
  };
}

function namesIn(environment: Environment, variable: string, known: readonly string[]): Set<string> {
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

function watchers(): typeof import('./loggers.ts') {
  return require('./loggers.ts') as typeof import('./loggers.ts');
}
