import type { Environment } from '../settings/environment.ts';
import { warn } from '../settings/diagnostics.ts';
import { belowParent, type Sampler } from './below-parent.ts';

const KNOWN = 'always_on, always_off, traceidratio, parentbased_always_on, parentbased_always_off, parentbased_traceidratio';
const PARENT_BASED = 'parentbased_';

/** Returns the sampler of a name. */
export function chosenSampler(name: string, environment: Environment): Sampler {
  const parentBased = name.startsWith(PARENT_BASED);
  const root = rootSampler(parentBased ? name.slice(PARENT_BASED.length) : name, environment);
  if (root === undefined) {
    warn(`OTEL_TRACES_SAMPLER=${name}: unknown sampler; using parentbased_always_on. Known: ${KNOWN}`);
    return belowParent(() => true);
  }
  return parentBased ? belowParent(root) : root;
}

function rootSampler(name: string, environment: Environment): Sampler | undefined {
  switch (name) {
    case 'always_on':
      return () => true;
    case 'always_off':
      return () => false;
    case 'traceidratio':
      return ofRatio(readRatio(environment));
    default:
      return undefined;
  }
}

function readRatio(environment: Environment): number {
  const text = environment.text('OTEL_TRACES_SAMPLER_ARG');
  const ratio = Number(text);
  if (text !== '' && ratio >= 0 && ratio <= 1) {
    return ratio;
  }
  if (text !== '') {
    warn(`OTEL_TRACES_SAMPLER_ARG=${text}: not a number from 0 to 1; using 1`);
  }
  return 1;
}

/** Decides as OpenTelemetry's SDK for JavaScript does, so that services agree on a trace. */
function ofRatio(ratio: number): Sampler {
  const bound = Math.floor(ratio * 0xffff_ffff);
  return (traceId) => {
    let accumulated = 0;
    for (let i = 0; i < 32; i += 8) {
      accumulated = (accumulated ^ parseInt(traceId.slice(i, i + 8), 16)) >>> 0;
    }
    return accumulated < bound;
  };
}
