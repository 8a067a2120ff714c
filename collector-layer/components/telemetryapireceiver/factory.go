// Package telemetryapireceiver receives what Lambda's Telemetry API tells of the function and its environment.
package telemetryapireceiver

import (
	"context"

	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/consumer"
	"go.opentelemetry.io/collector/receiver"

	"opentelemetry.io/lambda/collector/internal/sharedcomponent"
)

// Type is the receiver's name in a config.
var Type = component.MustNewType("telemetryapi")

// NewFactory returns the receiver's factory.
func NewFactory() receiver.Factory {
	shared := &receivers{}
	return receiver.NewFactory(
		Type,
		createDefaultConfig,
		receiver.WithTraces(shared.createTraces, component.StabilityLevelBeta),
		receiver.WithMetrics(shared.createMetrics, component.StabilityLevelBeta),
		receiver.WithLogs(shared.createLogs, component.StabilityLevelBeta),
	)
}

func createDefaultConfig() component.Config {
	return &Config{Types: allTypes, MetricsTemporality: cumulative}
}

// receivers are those that are created, one for all signals.
type receivers struct {
	sharedcomponent.Components[*telemetryReceiver]
}

func (r *receivers) get(settings receiver.Settings, config component.Config) *telemetryReceiver {
	return r.GetOrCreate(settings.ID, func() *telemetryReceiver {
		return newReceiver(config.(*Config), settings.Logger, func() { r.Remove(settings.ID) })
	})
}

func (r *receivers) createTraces(_ context.Context, settings receiver.Settings, config component.Config, next consumer.Traces) (receiver.Traces, error) {
	created := r.get(settings, config)
	created.traces = next
	return created, nil
}

func (r *receivers) createMetrics(_ context.Context, settings receiver.Settings, config component.Config, next consumer.Metrics) (receiver.Metrics, error) {
	created := r.get(settings, config)
	created.metrics = next
	return created, nil
}

func (r *receivers) createLogs(_ context.Context, settings receiver.Settings, config component.Config, next consumer.Logs) (receiver.Logs, error) {
	created := r.get(settings, config)
	created.logs = next
	return created, nil
}
