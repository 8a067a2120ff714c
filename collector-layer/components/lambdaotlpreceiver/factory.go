// Package lambdaotlpreceiver receives OTLP over HTTP and gRPC.
package lambdaotlpreceiver

import (
	"context"

	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/consumer"
	"go.opentelemetry.io/collector/receiver"

	"opentelemetry.io/lambda/collector/internal/otlpserver"
	"opentelemetry.io/lambda/collector/internal/sharedcomponent"
)

// Type is the name in a config, that of the Collector's own receiver, in whose place this one is built in where it does.
var Type = component.MustNewType("otlp")

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
	return otlpserver.NewConfig()
}

// receivers are those that are created, one for all signals.
type receivers struct {
	sharedcomponent.Components[*otlpReceiver]
}

func (r *receivers) get(settings receiver.Settings, config component.Config) *otlpReceiver {
	return r.GetOrCreate(settings.ID, func() *otlpReceiver {
		return &otlpReceiver{receiver: otlpserver.NewReceiver(config.(*otlpserver.Config), settings.Logger), ended: func() { r.Remove(settings.ID) }}
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
