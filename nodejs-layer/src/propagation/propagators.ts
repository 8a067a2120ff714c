import type { Environment } from '../settings/environment.ts';
import { baggage } from './baggage.ts';
import type { Propagator } from './propagator.ts';
import { traceContext } from './trace-context.ts';
import { xray } from './xray.ts';

const DEFAULT: ReadonlyMap<string, Propagator> = new Map([
  ['tracecontext', traceContext],
  ['baggage', baggage],
  ['xray', xray],
]);

/** Holds the propagators that the user has chosen; a later one wins over an earlier one. */
export interface Propagators extends Propagator {
  /** Whether the environment's X-Ray header may be an invocation's parent. */
  readonly usesXrayLambda: boolean;
}

export function propagators(environment: Environment): Propagators {
  const chosen = read(environment, 'OTEL_PROPAGATORS');
  const all = Array.from(chosen.values());
  return {
    usesXrayLambda: chosen.has('xray-lambda'),
    fields: all.flatMap((each) => each.fields),
    extract: (context, get, keys) => all.reduce((known, each) => each.extract(known, get, keys), context),
    inject: (context, set) => {
      for (const each of all) {
        each.inject(context, set);
      }
    },
  };
}

function read(environment: Environment, variable: string): ReadonlyMap<string, Propagator> {
  if (environment.text(variable) === '') {
    return DEFAULT;
  }
  const { chosenPropagators } = require('./chosen-propagators.ts') as typeof import('./chosen-propagators.ts');
  return chosenPropagators(environment, variable, DEFAULT.keys());
}
