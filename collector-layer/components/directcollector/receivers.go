package directcollector

import (
	"context"
	"slices"

	"go.opentelemetry.io/collector/component"
	otelconsumer "go.opentelemetry.io/collector/consumer"
	"go.opentelemetry.io/collector/pdata/plog"
	"go.opentelemetry.io/collector/pdata/pmetric"
	"go.opentelemetry.io/collector/pdata/ptrace"
	"go.opentelemetry.io/collector/receiver"

	"opentelemetry.io/lambda/collector/internal/otlpserver"
	"opentelemetry.io/lambda/collector/telemetryapireceiver"
)

// addReceivers makes those that pipelines name.
func (p *pipelines) addReceivers() error {
	for _, id := range sortedIDs(p.config.components["receivers"]) {
		next := p.consumersOf(id)
		if len(next) == 0 {
			continue
		}
		if id.Type().String() == otlpType {
			p.receivers = append(p.receivers, p.otlp(id, next))
			continue
		}
		created, err := p.telemetryAPI(id, next)
		if err != nil {
			return err
		}
		p.receivers = append(p.receivers, created)
	}
	return nil
}

// consumersOf returns what takes a receiver's data, by the signals' names.
func (p *pipelines) consumersOf(receiver component.ID) map[string]consumer {
	all := map[string][]consumer{}
	for _, id := range sortedIDs(p.config.pipelines) {
		if slices.Contains(p.config.pipelines[id].Receivers, receiver) {
			name := id.Type().String()
			all[name] = append(all[name], p.consumers[id])
		}
	}
	found := map[string]consumer{}
	for name, next := range all {
		found[name] = toAll(next)
	}
	return found
}

// otlpComponent is OTLP's receiver.
type otlpComponent struct {
	receiver *otlpserver.Receiver
	signals  []otlpserver.Signal
	failed   func(error)
}

func (p *pipelines) otlp(id component.ID, next map[string]consumer) component.Component {
	created := &otlpComponent{
		receiver: otlpserver.NewReceiver(p.config.components["receivers"][id].(*otlpserver.Config), p.telemetry("receiver", id).Logger),
		failed: func(err error) {
			select {
			case p.failed <- err:
			default: // one is enough
			}
		},
	}
	for name, consume := range next {
		if name == "traces" {
			consume = p.noting(consume)
		}
		created.signals = append(created.signals, signals[name].received(consume))
	}
	return created
}

func (p *pipelines) noting(next consumer) consumer {
	return func(ctx context.Context, message []byte, items int) error {
		p.noteSpans(message)
		return next(ctx, message, items)
	}
}

func (o *otlpComponent) Start(context.Context, component.Host) error {
	return o.receiver.Start(o.signals, o.failed)
}

func (o *otlpComponent) Shutdown(ctx context.Context) error {
	return o.receiver.Shutdown(ctx)
}

// telemetryAPI returns the Telemetry API's receiver, the component that any other build has.
func (p *pipelines) telemetryAPI(id component.ID, next map[string]consumer) (component.Component, error) {
	factory := telemetryapireceiver.NewFactory()
	settings := receiver.Settings{ID: id, TelemetrySettings: p.telemetry("receiver", id), BuildInfo: p.build}
	config := p.config.components["receivers"][id]
	ctx := context.Background()
	var created component.Component
	var err error
	if consume, ok := next["traces"]; ok {
		created, err = factory.CreateTraces(ctx, settings, config, must(otelconsumer.NewTraces(encoded(
			p.noting(consume), (&ptrace.ProtoMarshaler{}).MarshalTraces, ptrace.Traces.SpanCount))))
	}
	if consume, ok := next["metrics"]; ok && err == nil {
		created, err = factory.CreateMetrics(ctx, settings, config, must(otelconsumer.NewMetrics(encoded(
			consume, (&pmetric.ProtoMarshaler{}).MarshalMetrics, pmetric.Metrics.DataPointCount))))
	}
	if consume, ok := next["logs"]; ok && err == nil {
		created, err = factory.CreateLogs(ctx, settings, config, must(otelconsumer.NewLogs(encoded(
			consume, (&plog.ProtoMarshaler{}).MarshalLogs, plog.Logs.LogRecordCount))))
	}
	return created, err
}

// must is for consumers, which are refused only if their function is nil.
func must[C any](created C, err error) C {
	if err != nil {
		panic(err)
	}
	return created
}

// encoded passes data on as a request.
func encoded[T any](next consumer, marshal func(T) ([]byte, error), items func(T) int) func(context.Context, T) error {
	return func(ctx context.Context, data T) error {
		message, err := marshal(data)
		if err != nil {
			return err
		}
		return next(ctx, message, items(data))
	}
}
