module go.opentelemetry.io/contrib/otelconf

go 1.25.0
