import type { AttributeMap } from './sdk/attributes.ts';
import type { InvocationObserver } from './invocation/function-instrumentation.ts';
import { SCOPE } from './invocation/function-spans.ts';
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
  /** Measures invocations, where the user has switched metrics on. */
  readonly metrics: InvocationObserver | undefined;
}

export function createTelemetry(environment: Environment): Telemetry {
  const outbox = new Outbox(queueBytes(environment));
  const settings = exports(environment, 'traces') ? exporterSettings(environment, 'traces') : undefined;
  const sender = settings && outbox.sender(settings, findProxy(environment, settings.url), 'spans');
  const resource = createResource(environment);
  const pipeline = new Pipeline(environment, resource, outbox, sender);
  const provider = new TracerProvider({
    sampler: sampler(environment),
    limits: spanLimits(environment),
    processor: pipeline,
  });
  const metrics = exports(environment, 'metrics') ? createMetrics(environment, resource, outbox, pipeline) : undefined;
  return { pipeline, provider, propagators: propagators(environment), metrics };
}

function createMetrics(
  environment: Environment,
  resource: AttributeMap,
  outbox: Outbox,
  pipeline: Pipeline,
): InvocationObserver {
  const { FunctionMetrics } = require('./metrics/function-metrics.ts') as typeof import('./metrics/function-metrics.ts');
  const settings = exporterSettings(environment, 'metrics');
  const sender = outbox.sender(settings, findProxy(environment, settings.url), 'metrics');
  const name = 'OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE';
  // low memory is delta for all that is measured here
  const cumulative = environment.choice(name, 'delta', 'cumulative', 'lowmemory') === 'cumulative';
  const concurrent = environment.text('AWS_LAMBDA_MAX_CONCURRENCY') !== '';
  const metrics = new FunctionMetrics(resource, SCOPE, sender, cumulative ? 'cumulative' : 'delta', concurrent);
  pipeline.addSource(() => {
    metrics.collect();
  });
  return metrics;
}
