import { warn, warnOf } from '../settings/diagnostics.ts';
import type { Environment } from '../settings/environment.ts';
import { Tracer } from '../sdk/tracer.ts';
import type { Telemetry } from '../telemetry.ts';
import { createCalls, type Calls } from './instrumentation.ts';
import { LIBRARIES } from './libraries.ts';
import { LIBRARY_CALLS } from './library-calls.ts';
import type { LogUse } from './log-use.ts';

const SCOPE = '@opentelemetry/instrumentation-';

/** Has no sign, as the function has it in any case. */
const CONSOLE = 'console';
const NAMES = [...Object.keys(LIBRARIES), CONSOLE];

/** Knows the libraries that are traced, and begins to trace one when it is seen. */
export class Registry {
  private readonly calls = new Map<string, Calls>();
  private readonly names: readonly string[];
  private readonly use: LogUse;

  /** @param environment what the user has chosen; by default, all libraries are traced */
  constructor(
    private readonly telemetry: Telemetry,
    environment?: Environment,
  ) {
    const { logs } = telemetry;
    this.names = environment === undefined ? NAMES : chosenLibraries(environment);
    this.use = {
      correlated: environment?.flag('OTEL_LAMBDA_LOG_CORRELATION', true) ?? true,
      consoleInJson: environment?.writesJson() ?? false,
      records: logs,
    };
    if (this.names.includes(CONSOLE) && (this.use.consoleInJson || logs !== undefined)) {
      this.watchConsole();
    }
  }

  private watchConsole(): void {
    try {
      const { watchConsole } = require('./console.ts') as typeof import('./console.ts');
      watchConsole(this.callsOf(CONSOLE), this.use);
    } catch (cause) {
      warnOf('lines of the console do not name their span', cause);
    }
  }

  /** Returns what the libraries are seen by that are traced. */
  signs(): string[] {
    return this.names.flatMap((name) => LIBRARIES[name] ?? []);
  }

  /** @returns what a module is to export instead, or a global's value */
  found(sign: string, object: unknown): unknown {
    const name = this.names.find((each) => LIBRARIES[each]?.includes(sign) === true);
    return name === undefined ? undefined : LIBRARY_CALLS[sign]?.()(this.callsOf(name), object as never, this.use);
  }

  private callsOf(name: string): Calls {
    let calls = this.calls.get(name);
    if (calls === undefined) {
      const { config, scopes, propagators } = this.telemetry;
      // as its own instrumentation calls it
      const scope = name === 'prisma' ? name : SCOPE + name;
      const tracer = new Tracer({ name: scope, version: VERSION }, config);
      // a library that the function instruments itself is left to it
      calls = createCalls(
        tracer,
        propagators,
        (other) => (this.names.includes(other) ? this.callsOf(other) : undefined),
        () => !scopes.has(scope),
      );
      this.calls.set(name, calls);
    }
    return calls;
  }
}

function chosenLibraries(environment: Environment): string[] {
  const disabled = namesIn(environment, 'OTEL_NODE_DISABLED_INSTRUMENTATIONS');
  const enabled = namesIn(environment, 'OTEL_NODE_ENABLED_INSTRUMENTATIONS');
  return NAMES.filter((name) => {
    if (disabled.has(name) || (enabled.size > 0 && !enabled.has(name))) {
      return false;
    }
    const byDefault = environment.flag('OTEL_INSTRUMENTATION_COMMON_DEFAULT_ENABLED', true);
    return environment.flag(`OTEL_INSTRUMENTATION_${name.toUpperCase().replaceAll('-', '_')}_ENABLED`, byDefault);
  });
}

function namesIn(environment: Environment, variable: string): Set<string> {
  const names = new Set<string>();
  for (const part of environment.text(variable).split(',')) {
    const name = part.trim();
    if (NAMES.includes(name)) {
      names.add(name);
    } else if (name !== '') {
      warn(`${variable}: unknown library "${name}"; it is left out. Known: ${NAMES.join(', ')}`);
    }
  }
  return names;
}
