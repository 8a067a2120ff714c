import { findProxy } from './export/http-proxy.ts';
import { Outbox } from './export/outbox.ts';
import { Pipeline } from './export/pipeline.ts';
import { propagators, type Propagators } from './propagation/propagators.ts';
import { spanLimits } from './sdk/limits.ts';
import { createResource } from './sdk/resource.ts';
import { sampler } from './sdk/sampler.ts';
import { TracerProvider } from './sdk/tracer-provider.ts';
import type { Environment } from './settings/environment.ts';
import { exporterSettings, exports, queueBytes } from './settings/settings.ts';

/** Holds OpenTelemetry as the function and its instrumentation use it. */
export interface Telemetry {
  readonly pipeline: Pipeline;
  readonly provider: TracerProvider;
  readonly propagators: Propagators;
}

export function createTelemetry(environment: Environment): Telemetry {
  const outbox = new Outbox(queueBytes(environment));
  const settings = exports(environment, 'traces') ? exporterSettings(environment, 'traces') : undefined;
  const sender = settings && outbox.sender(settings, findProxy(environment, settings.url), 'spans');
  const pipeline = new Pipeline(environment, createResource(environment), outbox, sender);
  const provider = new TracerProvider({
    sampler: sampler(environment),
    limits: spanLimits(environment),
    processor: pipeline,
  });
  return { pipeline, provider, propagators: propagators(environment) };
}
