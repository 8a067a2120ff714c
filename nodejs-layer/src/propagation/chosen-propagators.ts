import type { Environment } from '../settings/environment.ts';
import { warn } from '../settings/diagnostics.ts';
import { baggage } from './baggage.ts';
import type { Propagator } from './propagator.ts';
import { traceContext } from './trace-context.ts';
import { xray } from './xray.ts';

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

/** Returns the propagators that a variable names, by their names, or the default ones if it names none. */
export function chosenPropagators(
  environment: Environment,
  variable: string,
  byDefault: Iterable<string>,
): Map<string, Propagator> {
  const chosen = new Map<string, Propagator>();
  for (const name of read(environment.list(variable), environment.text(variable), byDefault)) {
    chosen.set(name, (ALL[name] as () => Propagator)());
  }
  return chosen;
}

function read(names: string[], text: string, byDefault: Iterable<string>): string[] {
  if (names.length === 1 && names[0] === 'none') {
    return [];
  }
  const known = names.filter((name) => Object.hasOwn(ALL, name));
  const unknown = names.filter((name) => !Object.hasOwn(ALL, name));
  const used = known.length === 0 ? Array.from(byDefault) : known;
  if (unknown.length > 0) {
    warn(
      `OTEL_PROPAGATORS=${text}: unknown propagator "${unknown.join('", "')}"; using ${used.join(',')}.` +
        ` Known: ${Object.keys(ALL).join(', ')}, none`,
    );
  }
  return used;
}
