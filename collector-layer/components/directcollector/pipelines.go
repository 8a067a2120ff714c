package directcollector

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/extension"
	"go.opentelemetry.io/collector/extension/extensioncapabilities"
	"go.uber.org/zap"

	"opentelemetry.io/lambda/collector/internal/exportqueue"
	"opentelemetry.io/lambda/collector/internal/lifecycle"
	"opentelemetry.io/lambda/collector/internal/otlpbody"
	"opentelemetry.io/lambda/collector/internal/otlphttp"
	"opentelemetry.io/lambda/collector/internal/otlpwire"
	"opentelemetry.io/lambda/collector/internal/signalqueue"
	"opentelemetry.io/lambda/collector/lambdaextension"
)

// pipelines are the components, wired as a config says.
type pipelines struct {
	config *config
	build  component.BuildInfo
	logger *zap.Logger

	host      host
	extension extension.Extension
	consumers map[component.ID]consumer // by pipelines
	receivers []component.Component
	queues    []*signalqueue.Queue[*otlpbody.Body]
	clients   []*otlphttp.Client
	failed    chan error
}

// host has the Lambda extension, by which the others find the life cycle.
type host map[component.ID]component.Component

func (h host) GetExtensions() map[component.ID]component.Component { return h }

func newPipelines(from *config, build component.BuildInfo, logger *zap.Logger) (*pipelines, error) {
	p := &pipelines{
		config:    from,
		build:     build,
		logger:    logger,
		host:      host{},
		consumers: map[component.ID]consumer{},
		failed:    make(chan error, 1),
	}
	for id, settings := range from.components["extensions"] {
		created, err := lambdaextension.NewFactory().Create(context.Background(),
			extension.Settings{ID: id, TelemetrySettings: p.telemetry("extension", id), BuildInfo: build}, settings)
		if err != nil {
			return nil, err
		}
		p.host[id], p.extension = created, created
	}
	for _, id := range sortedIDs(from.pipelines) {
		if _, err := p.consumer(id, nil); err != nil {
			return nil, fmt.Errorf("service::pipelines::%s: %w", id, err)
		}
	}
	return p, p.addReceivers()
}

// consumer returns what takes a pipeline's data, and makes it where it is not there yet.
func (p *pipelines) consumer(id component.ID, from []component.ID) (consumer, error) {
	if slices.Contains(from, id) {
		return nil, fmt.Errorf("cycle detected: %v", append(from, id))
	}
	if there, ok := p.consumers[id]; ok {
		return there, nil
	}
	of := p.config.pipelines[id]
	var next []consumer
	for _, exporter := range of.Exporters {
		if _, ok := p.config.components["connectors"][exporter]; ok {
			connected, err := p.connected(id, exporter, append(from, id))
			if err != nil {
				return nil, err
			}
			next = append(next, connected...)
			continue
		}
		queue, err := p.queue(id, of, exporter)
		if err != nil {
			return nil, err
		}
		next = append(next, queue)
	}
	p.consumers[id] = toAll(next)
	return p.consumers[id], nil
}

// connected returns the consumers of the pipelines that a connector leads to.
func (p *pipelines) connected(from, connector component.ID, path []component.ID) ([]consumer, error) {
	var next []consumer
	for _, id := range sortedIDs(p.config.pipelines) {
		if id.Type() != from.Type() || !slices.Contains(p.config.pipelines[id].Receivers, connector) {
			continue
		}
		found, err := p.consumer(id, path)
		if err != nil {
			return nil, err
		}
		next = append(next, found)
	}
	if len(next) == 0 {
		return nil, fmt.Errorf("connector %q used as exporter in %s pipeline but not used in any supported receiver pipeline", connector, from)
	}
	return next, nil
}

// queue returns the queue before an exporter.
func (p *pipelines) queue(id component.ID, of pipeline, exporter component.ID) (consumer, error) {
	kind := signals[id.Type().String()]
	config := p.config.components["exporters"][exporter].(*otlphttp.Config)
	client, err := otlphttp.NewClient(config, kind.endpoint(config), "/v1/"+kind.name, p.build, p.telemetry("exporter", exporter, zap.String("otelcol.signal", kind.name)).Logger)
	if err != nil {
		return nil, fmt.Errorf("exporters::%s: %w", exporter, err)
	}
	p.clients = append(p.clients, client)
	settings := signalqueue.NewConfig()
	for _, processor := range of.Processors {
		settings = p.config.components["processors"][processor].(*signalqueue.Config)
	}
	logger := p.telemetry("processor", component.MustNewID(queueType), zap.String("otelcol.pipeline.id", id.String()), zap.String("otelcol.signal", kind.name)).Logger
	queue := signalqueue.New(kind.items, operations(kind.wire, client), settings.MaxBytes, logger)
	p.queues = append(p.queues, queue)
	return func(ctx context.Context, message []byte, items int) error {
		return queue.Consume(ctx, otlpbody.New(message, items))
	}, nil
}

// operations are what a queue does with requests that are not decoded.
func operations(signal otlpwire.Signal, client *otlphttp.Client) exportqueue.Operations[*otlpbody.Body] {
	return exportqueue.Operations[*otlpbody.Body]{
		Bytes:     (*otlpbody.Body).Size,
		Items:     (*otlpbody.Body).Items,
		Merge:     (*otlpbody.Body).Append,
		Pack:      (*otlpbody.Body).Compact,
		Permanent: otlphttp.IsPermanent,
		Rest:      func(body *otlpbody.Body, _ error) *otlpbody.Body { return body },
		Halve: func(body *otlpbody.Body) (*otlpbody.Body, *otlpbody.Body, bool) {
			return halve(signal, body)
		},
		Export: func(ctx context.Context, body *otlpbody.Body) error {
			if client.Compresses(body.Size()) {
				return client.Send(ctx, body.Gzip(), true)
			}
			plain, err := body.Plain()
			if err != nil {
				return err
			}
			return client.Send(ctx, plain, false)
		},
	}
}

func halve(signal otlpwire.Signal, body *otlpbody.Body) (*otlpbody.Body, *otlpbody.Body, bool) {
	plain, err := body.Plain()
	if err != nil {
		return nil, nil, false
	}
	first, second, ok := signal.Halve(plain)
	if !ok {
		return nil, nil, false
	}
	items, _ := signal.Scan(first) // of what has been read before
	return otlpbody.New(first, items), otlpbody.New(second, body.Items()-items), true
}

func toAll(next []consumer) consumer {
	if len(next) == 1 {
		return next[0]
	}
	return func(ctx context.Context, message []byte, items int) error {
		var errs error
		for _, consume := range next {
			errs = errors.Join(errs, consume(ctx, message, items))
		}
		return errs
	}
}

// telemetry returns a component's logger, with the fields that the Collector's have.
func (p *pipelines) telemetry(kind string, id component.ID, fields ...zap.Field) component.TelemetrySettings {
	fields = append([]zap.Field{zap.String("otelcol.component.id", id.String()), zap.String("otelcol.component.kind", kind)}, fields...)
	return component.TelemetrySettings{Logger: p.logger.With(fields...)}
}

// run starts all, and ends it with the context, or when something that all depend on has failed.
func (p *pipelines) run(ctx context.Context) error {
	err := p.start(ctx)
	if err == nil {
		p.logger.Info("Everything is ready. Begin running and processing data.")
		select {
		case <-ctx.Done():
		case err = <-p.failed:
		}
	}
	return errors.Join(err, p.shutdown(context.WithoutCancel(ctx)))
}

// start starts consumers before who sends to them.
func (p *pipelines) start(ctx context.Context) error {
	if err := p.extension.Start(ctx, p.host); err != nil {
		return fmt.Errorf("failed to start extensions: %w", err)
	}
	for _, client := range p.clients {
		if err := client.Start(ctx, p.host); err != nil {
			return fmt.Errorf("cannot start pipelines: %w", err)
		}
	}
	for _, queue := range p.queues {
		queue.Start(lifecycle.Of(p.host))
	}
	for _, receiver := range p.receivers {
		if err := receiver.Start(ctx, p.host); err != nil {
			return fmt.Errorf("cannot start pipelines: %w", err)
		}
	}
	return p.extension.(extensioncapabilities.PipelineWatcher).Ready()
}

func (p *pipelines) shutdown(ctx context.Context) error {
	err := p.extension.(extensioncapabilities.PipelineWatcher).NotReady()
	for _, receiver := range p.receivers {
		err = errors.Join(err, receiver.Shutdown(ctx))
	}
	for _, queue := range p.queues {
		queue.Shutdown(ctx)
	}
	for _, client := range p.clients {
		err = errors.Join(err, client.Shutdown(ctx))
	}
	return errors.Join(err, p.extension.Shutdown(ctx))
}

// noteSpans lets the life cycle know the spans that are invocations.
func (p *pipelines) noteSpans(message []byte) {
	follows := lifecycle.Of(p.host)
	if follows == nil {
		return
	}
	otlpwire.InvocationSpans(message, func(span otlpwire.Span) {
		follows.NoteSpan(span.Invocation, lifecycle.SpanContext{Trace: span.Trace, Span: span.ID, Parent: span.Parent}, span.ServerOrConsumer)
	})
}
