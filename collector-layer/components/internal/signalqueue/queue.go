// Package signalqueue lets a pipeline's queue follow the environment.
package signalqueue

import (
	"context"
	"time"

	"go.uber.org/zap"

	"opentelemetry.io/lambda/collector/internal/exportqueue"
	"opentelemetry.io/lambda/collector/internal/lifecycle"
)

// shutdownTimeout is how long the queue is drained where Lambda does not set a deadline.
const shutdownTimeout = 2 * time.Second

// Queue is one of a signal's.
type Queue[T any] struct {
	items  string
	queue  *exportqueue.Queue[T]
	logger *zap.Logger

	lifecycle *lifecycle.Lifecycle
	remove    func()
}

// New returns one whose data has items of a name.
func New[T any](items string, operations exportqueue.Operations[T], maxBytes int, logger *zap.Logger) *Queue[T] {
	return &Queue[T]{items: items, queue: exportqueue.New(operations, maxBytes, logger), logger: logger, remove: func() {}}
}

// Start makes the queue known to Lambda's life cycle, which is nil outside of Lambda.
func (q *Queue[T]) Start(follows *lifecycle.Lifecycle) {
	if q.lifecycle = follows; follows != nil {
		q.queue.GatherWhile(follows.FlushWillCome)
		q.remove = follows.Add(q.queue)
	}
}

// Lifecycle returns Lambda's; nil outside of Lambda.
func (q *Queue[T]) Lifecycle() *lifecycle.Lifecycle {
	return q.lifecycle
}

// Consume takes data, and waits for its export where nothing else does.
func (q *Queue[T]) Consume(ctx context.Context, data T) error {
	if err := q.queue.Offer(ctx, data); err != nil {
		return err
	}
	if q.lifecycle == nil {
		return nil
	}
	if timeout := q.lifecycle.Synchronous(); timeout > 0 {
		flush, cancel := context.WithTimeout(ctx, timeout)
		defer cancel()
		q.queue.Flush(flush)
	}
	return nil
}

// Shutdown ends the queue, with what the processors before it have released in their own shutdown; receivers are done by then.
func (q *Queue[T]) Shutdown(ctx context.Context) {
	q.remove()
	drain, cancel := context.WithDeadline(ctx, q.drainUntil())
	q.queue.Drain(drain)
	cancel()
	if lost := q.queue.Close(); lost > 0 {
		q.logger.Error("not exported, and lost", zap.Int("count", lost), zap.String("of", q.items))
	}
}

func (q *Queue[T]) drainUntil() time.Time {
	if q.lifecycle != nil {
		if until := q.lifecycle.DrainUntil(); !until.IsZero() {
			return until
		}
	}
	return time.Now().Add(shutdownTimeout)
}
