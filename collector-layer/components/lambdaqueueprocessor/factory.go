// Package lambdaqueueprocessor is the only queue of a pipeline in AWS Lambda.
package lambdaqueueprocessor

import (
	"context"

	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/consumer"
	"go.opentelemetry.io/collector/processor"

	"opentelemetry.io/lambda/collector/internal/signalqueue"
)

// Type is the processor's name in a config.
var Type = component.MustNewType("lambda_queue")

// NewFactory returns the processor's factory.
func NewFactory() processor.Factory {
	return processor.NewFactory(
		Type,
		createDefaultConfig,
		processor.WithTraces(createTraces, component.StabilityLevelBeta),
		processor.WithMetrics(createMetrics, component.StabilityLevelBeta),
		processor.WithLogs(createLogs, component.StabilityLevelBeta),
	)
}

func createDefaultConfig() component.Config {
	return signalqueue.NewConfig()
}

func createTraces(_ context.Context, settings processor.Settings, config component.Config, next consumer.Traces) (processor.Traces, error) {
	return tracesProcessor{newQueueProcessor("spans", traces(next), config.(*signalqueue.Config), settings.Logger)}, nil
}

func createMetrics(_ context.Context, settings processor.Settings, config component.Config, next consumer.Metrics) (processor.Metrics, error) {
	return metricsProcessor{newQueueProcessor("data points", metrics(next), config.(*signalqueue.Config), settings.Logger)}, nil
}

func createLogs(_ context.Context, settings processor.Settings, config component.Config, next consumer.Logs) (processor.Logs, error) {
	return logsProcessor{newQueueProcessor("log records", logs(next), config.(*signalqueue.Config), settings.Logger)}, nil
}
