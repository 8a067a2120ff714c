package otel

import (
	"context"
	"time"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/trace"
)

const (
	minGuardMargin = 100 * time.Millisecond
	maxGuardMargin = time.Second
)

// guard lets what is open of the invocation leave shortly before its deadline, when Lambda kills the process.
// A tenth of the invocation's time is left for it, no less than 0.1 s and no more than a second.
func (i *invocation) guard() {
	queue := i.telemetry.queue
	remaining := time.Until(i.deadline)
	if queue == nil || i.deadline.IsZero() || remaining <= 0 || !i.span.IsRecording() {
		return
	}
	margin := min(max(remaining/10, minGuardMargin), maxGuardMargin, remaining/2)
	i.timer = time.AfterFunc(remaining-margin, func() {
		guarded("what an invocation has reported before its timeout may be lost", func() {
			ctx, cancel := context.WithDeadline(context.Background(), i.deadline)
			defer cancel()
			queue.flushUnfinished(ctx, i.span.SpanContext())
		})
	})
}

// unfinishedSpan is a span as it stands.
type unfinishedSpan struct {
	sdktrace.ReadOnlySpan
	now         time.Time
	hasTimedOut bool
}

func unfinished(span sdktrace.ReadOnlySpan, invocation trace.SpanContext) sdktrace.ReadOnlySpan {
	return unfinishedSpan{span, time.Now(), span.SpanContext().SpanID() == invocation.SpanID()}
}

// EndTime is now.
func (s unfinishedSpan) EndTime() time.Time { return s.now }

// Attributes says that the span has not ended.
func (s unfinishedSpan) Attributes() []attribute.KeyValue {
	attributes := append([]attribute.KeyValue{}, s.ReadOnlySpan.Attributes()...)
	attributes = append(attributes, attribute.Bool("otel.lambda.unfinished", true))
	if s.hasTimedOut {
		attributes = append(attributes, attribute.String("error.type", "timeout"))
	}
	return attributes
}

// Status is an error for the invocation's span.
func (s unfinishedSpan) Status() sdktrace.Status {
	if s.hasTimedOut {
		return sdktrace.Status{Code: codes.Error}
	}
	return s.ReadOnlySpan.Status()
}
