package lambdaqueueprocessor

import (
	"context"
	"time"

	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/consumer"
	"go.opentelemetry.io/collector/pdata/plog"
	"go.opentelemetry.io/collector/pdata/pmetric"
	"go.opentelemetry.io/collector/pdata/ptrace"
	"go.uber.org/zap"

	"opentelemetry.io/lambda/collector/internal/exportqueue"
	"opentelemetry.io/lambda/collector/internal/lifecycle"
)

// shutdownTimeout is how long the queue is drained where Lambda does not set a deadline.
const shutdownTimeout = 2 * time.Second

type queueProcessor[T any] struct {
	items  string
	signal signal[T]
	queue  *exportqueue.Queue[T]
	logger *zap.Logger

	lifecycle *lifecycle.Lifecycle
	remove    func()
}

func newQueueProcessor[T any](items string, of signal[T], config *Config, logger *zap.Logger) *queueProcessor[T] {
	return &queueProcessor[T]{
		items:  items,
		signal: of,
		queue:  exportqueue.New(of.Operations, config.MaxBytes, logger),
		logger: logger,
		remove: func() {},
	}
}

// Start makes the queue known to Lambda's life cycle.
func (p *queueProcessor[T]) Start(_ context.Context, host component.Host) error {
	if p.lifecycle = lifecycle.Of(host); p.lifecycle != nil {
		p.remove = p.lifecycle.Add(p.queue)
	}
	return nil
}

// Shutdown ends the queue, with what the processors before it have released in their own shutdown; receivers are done by then.
func (p *queueProcessor[T]) Shutdown(ctx context.Context) error {
	p.remove()
	drain, cancel := context.WithDeadline(ctx, p.drainUntil())
	p.queue.Drain(drain)
	cancel()
	if lost := p.queue.Close(); lost > 0 {
		p.logger.Error("not exported, and lost", zap.Int("count", lost), zap.String("of", p.items))
	}
	return nil
}

func (p *queueProcessor[T]) drainUntil() time.Time {
	if p.lifecycle != nil {
		if until := p.lifecycle.DrainUntil(); !until.IsZero() {
			return until
		}
	}
	return time.Now().Add(shutdownTimeout)
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
	if err := p.queue.Offer(ctx, p.signal.owned(data)); err != nil {
		return err
	}
	if p.lifecycle == nil {
		return nil
	}
	if timeout := p.lifecycle.Synchronous(); timeout > 0 {
		flush, cancel := context.WithTimeout(ctx, timeout)
		defer cancel()
		p.queue.Flush(flush)
	}
	return nil
}

type tracesProcessor struct {
	*queueProcessor[ptrace.Traces]
}

func (p tracesProcessor) ConsumeTraces(ctx context.Context, data ptrace.Traces) error {
	if p.lifecycle != nil {
		p.lifecycle.NoteSpans(data)
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
