// Package lambdaotlphttpexporter exports OTLP over HTTP.
package lambdaotlphttpexporter

import (
	"context"

	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/exporter"
	"go.opentelemetry.io/collector/exporter/xexporter"
	"go.opentelemetry.io/collector/pdata/plog"
	"go.opentelemetry.io/collector/pdata/pmetric"
	"go.opentelemetry.io/collector/pdata/ptrace"

	"opentelemetry.io/lambda/collector/internal/otlphttp"
)

var (
	// Type is the name in a config, that of the Collector's own exporter, in whose place this one is built in where it does.
	Type = component.MustNewType("otlp_http")
	// DeprecatedType is the name that it had.
	DeprecatedType = component.MustNewType("otlphttp")
)

// NewFactory returns the exporter's factory.
func NewFactory() exporter.Factory {
	return xexporter.NewFactory(
		Type,
		createDefaultConfig,
		xexporter.WithDeprecatedTypeAlias(DeprecatedType),
		xexporter.WithTraces(createTraces, component.StabilityLevelBeta),
		xexporter.WithMetrics(createMetrics, component.StabilityLevelBeta),
		xexporter.WithLogs(createLogs, component.StabilityLevelBeta),
	)
}

func createDefaultConfig() component.Config {
	return otlphttp.NewConfig()
}

func createTraces(_ context.Context, settings exporter.Settings, config component.Config) (exporter.Traces, error) {
	c := config.(*otlphttp.Config)
	client, err := newClient(c, c.TracesEndpoint, "/v1/traces", settings)
	return tracesExporter{client}, err
}

func createMetrics(_ context.Context, settings exporter.Settings, config component.Config) (exporter.Metrics, error) {
	c := config.(*otlphttp.Config)
	client, err := newClient(c, c.MetricsEndpoint, "/v1/metrics", settings)
	return metricsExporter{client}, err
}

func createLogs(_ context.Context, settings exporter.Settings, config component.Config) (exporter.Logs, error) {
	c := config.(*otlphttp.Config)
	client, err := newClient(c, c.LogsEndpoint, "/v1/logs", settings)
	return logsExporter{client}, err
}

type tracesExporter struct{ client }

func (e tracesExporter) ConsumeTraces(ctx context.Context, data ptrace.Traces) error {
	return e.export(ctx, func() ([]byte, error) { return (&ptrace.ProtoMarshaler{}).MarshalTraces(data) })
}

type metricsExporter struct{ client }

func (e metricsExporter) ConsumeMetrics(ctx context.Context, data pmetric.Metrics) error {
	return e.export(ctx, func() ([]byte, error) { return (&pmetric.ProtoMarshaler{}).MarshalMetrics(data) })
}

type logsExporter struct{ client }

func (e logsExporter) ConsumeLogs(ctx context.Context, data plog.Logs) error {
	return e.export(ctx, func() ([]byte, error) { return (&plog.ProtoMarshaler{}).MarshalLogs(data) })
}
