// Exports spans over gRPC by Node.js's exporter: export.js HOST:PORT NAME... ; large is a span of 5 MB.
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-grpc';
import { NodeTracerProvider, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-node';

const [endpoint, ...names] = process.argv.slice(2);
for (const name of names) {
  const compression = name.endsWith('gzip') ? 'gzip' : 'none';
  const exporter = new OTLPTraceExporter({ url: `http://${endpoint}`, compression });
  const provider = new NodeTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] });
  const span = provider.getTracer('t').startSpan(name);
  span.setAttribute('size', 'x'.repeat(name.endsWith('large') ? 5_000_000 : 1));
  span.end();
  await provider.forceFlush();
  await provider.shutdown();
}
