import { warnOf } from '../settings/diagnostics.ts';
import type { Environment } from '../settings/environment.ts';
import type { Telemetry } from '../telemetry.ts';
import { awsSdk } from './aws-sdk.ts';
import { http } from './http.ts';
import { createCalls, type Instrumentation } from './instrumentation.ts';
import { onLoad } from './module-loads.ts';
import { undici } from './undici.ts';

/** All libraries; another one is a file of its own, and a line here. */
const ALL: readonly Instrumentation[] = [awsSdk, http, undici];

const SCOPE = '@opentelemetry/instrumentation-';

/** Traces the calls of the libraries that the user has not switched off. */
export function enableInstrumentations(environment: Environment, { provider, propagators }: Telemetry): void {
  if (!environment.flag('OTEL_LAMBDA_AUTO_INSTRUMENTATION', true)) {
    return;
  }
  // a library that the function instruments itself is left to it
  const left = new Set<string>();
  provider.onScope((scope) => left.add(scope));
  for (const { name, enable } of ALL) {
    const scope = SCOPE + name;
    try {
      if (isEnabled(environment, name)) {
        enable(createCalls(provider.getOwnTracer(scope, VERSION), propagators, onLoad, () => !left.has(scope)));
      }
    } catch (cause) {
      warnOf(`calls by ${name} are not traced`, cause);
    }
  }
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
