package otel

import (
	"context"
	"errors"
	"io"
	"sync"
	"syscall"
	"time"

	sdktrace "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/trace"

	"opentelemetry.io/lambda/otel/internal/diagnostics"
)

const (
	maxOpenSpans = 1024
	maxAttempts  = 3
	minBackoff   = time.Second
	maxBackoff   = time.Minute
)

// spanQueue holds spans until a flush. A request that a flush has not waited for goes on, in a goroutine of its own, so
// that a slow backend does not get its spans twice.
//
// Spans that could not be exported are tried again with later flushes. After a failure there is a pause in which no
// flush waits for the backend.
type spanQueue struct {
	exporter  sdktrace.SpanExporter
	maxSpans  int
	batchSize int
	exporting chan struct{} // holds something while an export goes on

	mutex    sync.Mutex
	open     map[trace.SpanID]sdktrace.ReadOnlySpan
	ended    []sdktrace.ReadOnlySpan
	attempts int
	failures int
	resumeAt time.Time
}

func newSpanQueue(exporter sdktrace.SpanExporter, maxSpans, batchSize int) *spanQueue {
	return &spanQueue{
		exporter:  exporter,
		maxSpans:  maxSpans,
		batchSize: batchSize,
		exporting: make(chan struct{}, 1),
		open:      map[trace.SpanID]sdktrace.ReadOnlySpan{},
	}
}

// OnStart implements [sdktrace.SpanProcessor].
func (q *spanQueue) OnStart(_ context.Context, span sdktrace.ReadWriteSpan) {
	q.mutex.Lock()
	defer q.mutex.Unlock()
	if span.SpanContext().IsSampled() && len(q.open) < maxOpenSpans {
		q.open[span.SpanContext().SpanID()] = span
	}
}

// OnEnd implements [sdktrace.SpanProcessor].
func (q *spanQueue) OnEnd(span sdktrace.ReadOnlySpan) {
	if span.SpanContext().IsSampled() {
		q.mutex.Lock()
		defer q.mutex.Unlock()
		delete(q.open, span.SpanContext().SpanID())
		q.add(span)
	}
}

func (q *spanQueue) add(span sdktrace.ReadOnlySpan) {
	if len(q.ended) >= q.maxSpans {
		diagnostics.WarnOnce("spans are lost", "more wait to be exported than OTEL_BSP_MAX_QUEUE_SIZE allows")
		return
	}
	q.ended = append(q.ended, span)
}

// ForceFlush implements [sdktrace.SpanProcessor]: it exports what has ended, and waits until the context's deadline.
func (q *spanQueue) ForceFlush(ctx context.Context) error {
	if q.isPaused() {
		return nil
	}
	select {
	case q.exporting <- struct{}{}:
	case <-ctx.Done():
		q.pause()
		return ctx.Err()
	}
	done := make(chan error, 1)
	go func() {
		defer func() { <-q.exporting }()
		// the exporter has a timeout of its own
		done <- q.export(context.WithoutCancel(ctx))
	}()
	select {
	case err := <-done:
		return err
	case <-ctx.Done():
		q.pause()
		return ctx.Err()
	}
}

func (q *spanQueue) export(ctx context.Context) error {
	for {
		batch := q.take()
		if len(batch) == 0 {
			return nil
		}
		err := q.exporter.ExportSpans(ctx, batch)
		if isConnectionLost(err) {
			// cut while the environment was frozen: once more, on a new one
			err = q.exporter.ExportSpans(ctx, batch)
		}
		q.exported(batch, err)
		if err != nil {
			return err
		}
	}
}

func (q *spanQueue) isPaused() bool {
	q.mutex.Lock()
	defer q.mutex.Unlock()
	return time.Now().Before(q.resumeAt)
}

// pause lets no flush wait for a while.
func (q *spanQueue) pause() {
	q.mutex.Lock()
	defer q.mutex.Unlock()
	q.resumeAt = time.Now().Add(min(minBackoff<<min(q.failures, 10), maxBackoff))
	q.failures++
}

func isConnectionLost(err error) bool {
	return errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, syscall.ECONNRESET) || errors.Is(err, syscall.EPIPE)
}

func (q *spanQueue) take() []sdktrace.ReadOnlySpan {
	q.mutex.Lock()
	defer q.mutex.Unlock()
	size := min(len(q.ended), q.batchSize)
	batch := q.ended[:size:size]
	q.ended = q.ended[size:]
	return batch
}

func (q *spanQueue) exported(batch []sdktrace.ReadOnlySpan, err error) {
	q.mutex.Lock()
	defer q.mutex.Unlock()
	if err == nil {
		q.failures, q.attempts, q.resumeAt = 0, 0, time.Time{}
		return
	}
	diagnostics.WarnOnce("spans could not be exported", err)
	q.resumeAt = time.Now().Add(min(minBackoff<<min(q.failures, 10), maxBackoff))
	q.failures++
	q.attempts++
	if q.attempts >= maxAttempts || len(batch)+len(q.ended) > q.maxSpans {
		diagnostics.WarnOnce("spans are lost", err)
		q.attempts = 0
		return
	}
	q.ended = append(append([]sdktrace.ReadOnlySpan{}, batch...), q.ended...)
}

// flushUnfinished exports the open spans of a trace as they stand, too; no pause holds it.
func (q *spanQueue) flushUnfinished(ctx context.Context, invocation trace.SpanContext) {
	q.mutex.Lock()
	for _, span := range q.open {
		if span.SpanContext().TraceID() == invocation.TraceID() {
			q.add(unfinished(span, invocation))
		}
	}
	q.resumeAt = time.Time{}
	q.mutex.Unlock()
	_ = q.ForceFlush(ctx) // a line has said it
}

// Shutdown implements [sdktrace.SpanProcessor].
func (q *spanQueue) Shutdown(ctx context.Context) error {
	err := q.ForceFlush(ctx)
	if stop := q.exporter.Shutdown(ctx); err == nil {
		err = stop
	}
	return err
}
