import type { Pipeline } from '../export/pipeline.ts';
import { warn } from '../settings/diagnostics.ts';
import type { FunctionSettings } from '../settings/settings.ts';
import { BeforeResponse } from './before-response.ts';
import type { FlushPolicy } from './flush-policy.ts';
import { OnInterval } from './on-interval.ts';

/** Returns the policy that the user has chosen, as far as the environment allows it. */
export async function flushPolicy(pipeline: Pipeline, settings: FunctionSettings): Promise<FlushPolicy> {
  const { flush, flushTimeout } = settings;
  if (settings.managedInstances) {
    if (flush !== 'before-response') {
      warnImpossible(flush, 'on managed instances', `every ${String(settings.scheduleDelay)} ms`);
    }
    return new OnInterval(pipeline, settings.scheduleDelay);
  }
  const beforeResponse = new BeforeResponse(pipeline, flushTimeout);
  if (flush === 'before-response') {
    return beforeResponse;
  }
  try {
    const { Adaptive } = require('./adaptive.ts') as typeof import('./adaptive.ts');
    const { AfterResponse } = require('./after-response.ts') as typeof import('./after-response.ts');
    const { ExtensionsApi } = require('./extensions-api.ts') as typeof import('./extensions-api.ts');
    const api = await ExtensionsApi.register(settings.runtimeApi);
    const policy =
      flush === 'adaptive'
        ? new Adaptive(pipeline, flushTimeout, beforeResponse, api, settings.flushInterval)
        : new AfterResponse(pipeline, flushTimeout, beforeResponse, api);
    policy.start();
    return policy;
  } catch (cause) {
    warnImpossible(flush, `here (${String(cause)})`, 'before the response');
    return beforeResponse;
  }
}

function warnImpossible(choice: string, where: string, instead: string): void {
  warn(`OTEL_LAMBDA_FLUSH=${choice}: not possible ${where}; telemetry leaves ${instead}`);
}
