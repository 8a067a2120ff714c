"""The OpenTelemetry SDK as a function needs it: spans, samplers, resource, OTLP over HTTP."""
