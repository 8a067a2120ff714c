import type { Environment } from '../settings/environment.ts';
import { warn } from '../settings/diagnostics.ts';
import { baggage } from './baggage.ts';
import type { Propagator } from './propagator.ts';
import { traceContext } from './trace-context.ts';
import { xray } from './xray.ts';

const DEFAULT = 'tracecontext,baggage,xray';
const ALL: Readonly<Record<string, () => Propagator>> = {
  tracecontext: () => traceContext,
  baggage: () => baggage,
  xray: () => xray,
  'xray-lambda': () => xray,
  b3: () => (require('./b3.ts') as typeof import('./b3.ts')).b3,
  b3multi: () => (require('./b3.ts') as typeof import('./b3.ts')).b3multi,
  jaeger: () => (require('./jaeger.ts') as typeof import('./jaeger.ts')).jaeger,
  ottrace: () => (require('./ottrace.ts') as typeof import('./ottrace.ts')).ottrace,
};

/** Holds the propagators that the user has chosen; a later one wins over an earlier one. */
export interface Propagators extends Propagator {
  /** Whether the environment's X-Ray header may be an invocation's parent. */
  readonly usesXrayLambda: boolean;
}

export function propagators(environment: Environment): Propagators {
  const names = read(environment);
  const chosen = names.map((name) => ALL[name]?.()).filter((each) => each !== undefined);
  return {
    usesXrayLambda: names.includes('xray-lambda'),
    fields: chosen.flatMap((each) => each.fields),
    extract: (context, get, keys) => chosen.reduce((known, each) => each.extract(known, get, keys), context),
    inject: (context, set) => {
      for (const each of chosen) {
        each.inject(context, set);
      }
    },
  };
}

function read(environment: Environment): string[] {
  const names = environment.list('OTEL_PROPAGATORS');
  if (names.length === 1 && names[0] === 'none') {
    return [];
  }
  const known = names.filter((name) => Object.hasOwn(ALL, name));
  const unknown = names.filter((name) => !Object.hasOwn(ALL, name));
  const used = known.length === 0 ? DEFAULT.split(',') : known;
  if (unknown.length > 0) {
    warn(
      `OTEL_PROPAGATORS=${environment.text('OTEL_PROPAGATORS')}: unknown propagator "${unknown.join('", "')}"; using ${used.join(',')}.` +
        ` Known: ${Object.keys(ALL).join(', ')}, none`,
    );
  }
  return used;
}
