import type { Pipeline } from '../export/pipeline.ts';
import type { FunctionSettings } from '../settings/settings.ts';
import { BeforeResponse } from './before-response.ts';
import type { FlushPolicy } from './flush-policy.ts';

/** Returns the policy that the user has chosen, as far as the environment allows it. */
export function flushPolicy(pipeline: Pipeline, settings: FunctionSettings): FlushPolicy | Promise<FlushPolicy> {
  const beforeResponse = new BeforeResponse(pipeline, settings.flushTimeout);
  if (settings.flush === 'before-response' && !settings.managedInstances) {
    return beforeResponse;
  }
  const { otherPolicy } = require('./other-policies.ts') as typeof import('./other-policies.ts');
  return otherPolicy(pipeline, settings, beforeResponse);
}
