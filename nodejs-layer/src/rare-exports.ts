import { batchLimits, Batch, type Exporter } from './export/batch.ts';
import type { Pipeline } from './export/pipeline.ts';
import { printLogRecord, printMetrics, printSpan } from './export/printers.ts';
import { encodeRequest } from './export/request.ts';
import { senderOf } from './export/senders.ts';
import type { InvocationObserver } from './invocation/function-instrumentation.ts';
import { SCOPE } from './invocation/function-spans.ts';
import { writeLogRecord, type LogRecord } from './logs/log-record.ts';
import { LoggerProvider, registerLogsApi } from './logs/logger-provider.ts';
import { FunctionMetrics } from './metrics/function-metrics.ts';
import { writeMetric, type Metric } from './metrics/instrument.ts';
import type { AttributeMap } from './sdk/attributes.ts';
import { logLimits } from './sdk/log-limits.ts';
import type { Span } from './sdk/span.ts';
import type { Environment } from './settings/environment.ts';
import type { ExporterName } from './settings/rare-settings.ts';

/* What few functions export: metrics, logs, and lines on the log. */

export function spanPrinter(resource: AttributeMap): Exporter<Span> {
  return printing(resource, printSpan);
}

/** Exports each item at once. */
function printing<T>(resource: AttributeMap, print: (resource: AttributeMap, item: T) => void): Exporter<T> {
  return {
    add: (item) => {
      print(resource, item);
    },
    handOver: () => undefined,
  };
}

export function createMetrics(
  to: readonly ExporterName[],
  environment: Environment,
  resource: AttributeMap,
  pipeline: Pipeline,
): InvocationObserver {
  const outputs = to.map((name) => {
    if (name === 'console') {
      return (metrics: Metric[]) => {
        printMetrics(resource, metrics);
      };
    }
    const sender = senderOf(environment, pipeline.outbox, 'metrics', 'metrics');
    return (metrics: Metric[]) => {
      sender.add(encodeRequest(resource, metrics, writeMetric), metrics.length);
    };
  });
  const name = 'OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE';
  // low memory is delta for all that is measured here
  const cumulative = environment.choice(name, 'delta', 'cumulative', 'lowmemory') === 'cumulative';
  const concurrent = environment.text('AWS_LAMBDA_MAX_CONCURRENCY') !== '';
  const metrics = new FunctionMetrics({ name: SCOPE }, outputs, cumulative ? 'cumulative' : 'delta', concurrent);
  pipeline.addSource(() => {
    metrics.collect();
  });
  return metrics;
}

export function createLogs(
  to: readonly ExporterName[],
  environment: Environment,
  resource: AttributeMap,
  pipeline: Pipeline,
): LoggerProvider {
  const exporters = to.map((name): Exporter<LogRecord> => {
    if (name === 'console') {
      return printing(resource, printLogRecord);
    }
    const { outbox } = pipeline;
    const limits = batchLimits(environment, 'OTEL_BLRP_MAX_EXPORT_BATCH_SIZE', 'OTEL_BLRP_MAX_QUEUE_SIZE');
    const encode = (records: LogRecord[]): Buffer => encodeRequest(resource, records, writeLogRecord);
    return new Batch(outbox, senderOf(environment, outbox, 'logs', 'log records'), limits, encode);
  });
  const provider = new LoggerProvider(exporters, logLimits(environment));
  pipeline.addSource(() => {
    provider.handOver();
  });
  registerLogsApi(provider);
  return provider;
}
