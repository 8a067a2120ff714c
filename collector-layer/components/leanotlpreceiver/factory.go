// Package leanotlpreceiver receives OTLP over HTTP.
package leanotlpreceiver

import (
	"context"
	"sync"

	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/consumer"
	"go.opentelemetry.io/collector/receiver"
)

// Type is the name in a config, that of the Collector's own receiver, in whose place this one is built in where it does.
var Type = component.MustNewType("otlp")

// NewFactory returns the receiver's factory.
func NewFactory() receiver.Factory {
	shared := &receivers{byID: map[component.ID]*otlpReceiver{}}
	return receiver.NewFactory(
		Type,
		createDefaultConfig,
		receiver.WithTraces(shared.createTraces, component.StabilityLevelBeta),
		receiver.WithMetrics(shared.createMetrics, component.StabilityLevelBeta),
		receiver.WithLogs(shared.createLogs, component.StabilityLevelBeta),
	)
}

func createDefaultConfig() component.Config {
	return &Config{Protocols: Protocols{HTTP: HTTP{Endpoint: defaultEndpoint}}}
}

// receivers are those that are created, one for all signals.
type receivers struct {
	mu   sync.Mutex
	byID map[component.ID]*otlpReceiver
}

func (r *receivers) get(settings receiver.Settings, config component.Config) *otlpReceiver {
	r.mu.Lock()
	defer r.mu.Unlock()
	created := r.byID[settings.ID]
	if created == nil {
		created = &otlpReceiver{config: config.(*Config), logger: settings.Logger, ended: func() { r.remove(settings.ID) }}
		r.byID[settings.ID] = created
	}
	return created
}

func (r *receivers) remove(id component.ID) {
	r.mu.Lock()
	defer r.mu.Unlock()
	delete(r.byID, id)
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
