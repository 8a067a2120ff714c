import { warnOf } from '../settings/diagnostics.ts';
import type { Environment } from '../settings/environment.ts';
import type { Telemetry } from '../telemetry.ts';
import { LIBRARIES } from './libraries.ts';
import type { Registry } from './registry.ts';
import { lookOut } from './signs.ts';

/** How variables begin that say which libraries are traced, and how. */
const CHOICES = ['OTEL_NODE_', 'OTEL_LAMBDA_LOG_CORRELATION', 'OTEL_INSTRUMENTATION_'];
/** How others begin. */
const OTHERS = 'OTEL_INSTRUMENTATION_AWS_LAMBDA_';

/** Traces the calls of the libraries that the user has not switched off. */
export function enableInstrumentations(environment: Environment, telemetry: Telemetry): void {
  if (!environment.flag('OTEL_LAMBDA_AUTO_INSTRUMENTATION', true)) {
    return;
  }
  let signs = Object.values(LIBRARIES).flat();
  let registry: Registry | undefined;
  const load = (given?: Environment): Registry => {
    const { Registry } = require('./registry.ts') as typeof import('./registry.ts');
    return (registry ??= new Registry(telemetry, given));
  };
  // otherwise it is loaded when a library is seen
  if (telemetry.logs !== undefined || environment.writesJson() || environment.names().some(isChoice)) {
    signs = load(environment).signs();
  }
  lookOut(signs, (sign, object) => {
    try {
      return load().found(sign, object);
    } catch (cause) {
      warnOf(`calls by what has ${sign} are not traced`, cause);
      return undefined;
    }
  });
}

function isChoice(variable: string): boolean {
  return CHOICES.some((start) => variable.startsWith(start)) && !variable.startsWith(OTHERS);
}
