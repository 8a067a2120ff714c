import type { Environment } from '../settings/environment.ts';
import { belowParent, type Sampler } from './below-parent.ts';

export function sampler(environment: Environment): Sampler {
  const name = environment.text('OTEL_TRACES_SAMPLER');
  if (name === '') {
    return belowParent(() => true);
  }
  const { chosenSampler } = require('./chosen-sampler.ts') as typeof import('./chosen-sampler.ts');
  return chosenSampler(name, environment);
}
