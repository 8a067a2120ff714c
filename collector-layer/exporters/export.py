"""Exports spans over gRPC by Python's exporter: export.py HOST:PORT NAME... ; large is a span of 5 MB."""

import sys

from opentelemetry.exporter.otlp.proto.grpc.trace_exporter import Compression, OTLPSpanExporter
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor

endpoint, *names = sys.argv[1:]
for name in names:
    compression = Compression.Gzip if name.endswith("gzip") else Compression.NoCompression
    provider = TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(OTLPSpanExporter(endpoint, insecure=True, compression=compression)))
    with provider.get_tracer("t").start_as_current_span(name) as span:
        span.set_attribute("size", "x" * (5_000_000 if name.endswith("large") else 1))
    provider.shutdown()
