package lambdaqueueprocessor

import (
	"context"

	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/consumer"
	"go.opentelemetry.io/collector/pdata/plog"
	"go.opentelemetry.io/collector/pdata/pmetric"
	"go.opentelemetry.io/collector/pdata/ptrace"
	"go.uber.org/zap"

	"opentelemetry.io/lambda/collector/internal/lifecycle"
	"opentelemetry.io/lambda/collector/internal/signalqueue"
)

type queueProcessor[T any] struct {
	signal signal[T]
	queue  *signalqueue.Queue[T]
}

func newQueueProcessor[T any](items string, of signal[T], config *signalqueue.Config, logger *zap.Logger) *queueProcessor[T] {
	return &queueProcessor[T]{signal: of, queue: signalqueue.New(items, of.Operations, config.MaxBytes, logger)}
}

// Start makes the queue known to Lambda's life cycle.
func (p *queueProcessor[T]) Start(_ context.Context, host component.Host) error {
	p.queue.Start(lifecycle.Of(host))
	return nil
}

// Shutdown ends the queue.
func (p *queueProcessor[T]) Shutdown(ctx context.Context) error {
	p.queue.Shutdown(ctx)
	return nil
}

// Capabilities says that data is not changed, but for a copy of what is shared.
func (p *queueProcessor[T]) Capabilities() consumer.Capabilities {
	return consumer.Capabilities{MutatesData: false}
}

func (p *queueProcessor[T]) consume(ctx context.Context, data T) error {
	if p.signal.Items(data) == 0 {
		return nil // as a processor leaves it that keeps everything for later
	}
	p.signal.hold(data)
	return p.queue.Consume(ctx, p.signal.owned(data))
}

type tracesProcessor struct {
	*queueProcessor[ptrace.Traces]
}

func (p tracesProcessor) ConsumeTraces(ctx context.Context, data ptrace.Traces) error {
	if follows := p.queue.Lifecycle(); follows != nil {
		follows.NoteSpans(data)
	}
	return p.consume(ctx, data)
}

type metricsProcessor struct {
	*queueProcessor[pmetric.Metrics]
}

func (p metricsProcessor) ConsumeMetrics(ctx context.Context, data pmetric.Metrics) error {
	return p.consume(ctx, data)
}

type logsProcessor struct {
	*queueProcessor[plog.Logs]
}

func (p logsProcessor) ConsumeLogs(ctx context.Context, data plog.Logs) error {
	return p.consume(ctx, data)
}
