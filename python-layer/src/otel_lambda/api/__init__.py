"""The opentelemetry-api that a function brings, connected to this SDK."""
