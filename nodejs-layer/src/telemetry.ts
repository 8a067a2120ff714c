import { batchLimits, Batch, type Exporter } from './export/batch.ts';
import { Outbox } from './export/outbox.ts';
import { Pipeline } from './export/pipeline.ts';
import { encodeRequest } from './export/request.ts';
import { senderOf } from './export/senders.ts';
import { writeSpan } from './export/trace-request.ts';
import type { InvocationObserver } from './invocation/function-instrumentation.ts';
import type { LoggerProvider } from './logs/logger-provider.ts';
import { propagators, type Propagators } from './propagation/propagators.ts';
import type { AttributeMap } from './sdk/attributes.ts';
import { spanLimits } from './sdk/limits.ts';
import { createResource } from './sdk/resource.ts';
import { sampler } from './sdk/sampler.ts';
import type { Span } from './sdk/span.ts';
import type { TracerConfig } from './sdk/tracer.ts';
import type { Environment } from './settings/environment.ts';
import { exporterNames, queueBytes } from './settings/settings.ts';

/** Holds OpenTelemetry as the function and its instrumentation use it. */
export interface Telemetry {
  readonly pipeline: Pipeline;
  /** What all tracers have in common. */
  readonly config: TracerConfig;
  /** The names of the scopes that the function has tracers of. */
  readonly scopes: Set<string>;
  readonly propagators: Propagators;
  /** Measures invocations, where the user has switched metrics on. */
  readonly metrics: InvocationObserver | undefined;
  /** Gets what the function logs, where the user has switched logs on. */
  readonly logs: LoggerProvider | undefined;
}

export function createTelemetry(environment: Environment): Telemetry {
  const outbox = new Outbox(queueBytes(environment));
  const resource = createResource(environment);
  const pipeline = new Pipeline(outbox, spanExporters(environment, resource, outbox));
  const [metricsTo, logsTo] = [exporterNames(environment, 'metrics'), exporterNames(environment, 'logs')];
  return {
    pipeline,
    config: { sampler: sampler(environment), limits: spanLimits(environment), processor: pipeline },
    scopes: new Set(),
    propagators: propagators(environment),
    metrics: metricsTo.length === 0 ? undefined : rare().createMetrics(metricsTo, environment, resource, pipeline),
    logs: logsTo.length === 0 ? undefined : rare().createLogs(logsTo, environment, resource, pipeline),
  };
}

function spanExporters(environment: Environment, resource: AttributeMap, outbox: Outbox): Array<Exporter<Span>> {
  return exporterNames(environment, 'traces').map((name) => {
    if (name === 'console') {
      return rare().spanPrinter(resource);
    }
    const limits = batchLimits(environment, 'OTEL_BSP_MAX_EXPORT_BATCH_SIZE', 'OTEL_BSP_MAX_QUEUE_SIZE');
    const encode = (spans: Span[]): Buffer => encodeRequest(resource, spans, writeSpan);
    return new Batch(outbox, senderOf(environment, outbox, 'traces', 'spans'), limits, encode);
  });
}

function rare(): typeof import('./rare-exports.ts') {
  return require('./rare-exports.ts') as typeof import('./rare-exports.ts');
}
