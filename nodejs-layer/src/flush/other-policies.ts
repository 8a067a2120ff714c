import type { Pipeline } from '../export/pipeline.ts';
import { warn } from '../settings/diagnostics.ts';
import type { FunctionSettings } from '../settings/settings.ts';
import { Adaptive } from './adaptive.ts';
import { AfterResponse } from './after-response.ts';
import { ExtensionsApi } from './extensions-api.ts';
import type { FlushPolicy } from './flush-policy.ts';
import { OnInterval } from './on-interval.ts';

/** Returns a policy that does not let the response wait, as far as the environment allows it. */
export async function otherPolicy(
  pipeline: Pipeline,
  settings: FunctionSettings,
  beforeResponse: FlushPolicy,
): Promise<FlushPolicy> {
  const { flush, flushTimeout } = settings;
  if (settings.managedInstances) {
    if (flush !== 'before-response') {
      warnImpossible(flush, 'on managed instances', `every ${String(settings.scheduleDelay)} ms`);
    }
    return new OnInterval(pipeline, settings.scheduleDelay);
  }
  try {
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
