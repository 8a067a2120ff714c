package otel

import (
	"context"
	"time"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/trace"

	"opentelemetry.io/lambda/otel/internal/trigger"
)

// maxWait is as long as a service keeps an event at most.
const maxWait = 14 * 24 * time.Hour

// waited makes a span of the time that an event has waited until now, and returns it as the parent of the
// invocation's; the parent as it is if the event does not tell since when, or nothing that can be true.
func (f *function) waited(parent context.Context, from trigger.Trigger, now time.Time) context.Context {
	wait := from.Wait()
	if !wait.Since.Before(now) || now.Sub(wait.Since) > maxWait {
		return parent
	}
	ctx, span := f.tracer.Start(parent, wait.Name,
		trace.WithTimestamp(wait.Since),
		trace.WithAttributes(attribute.String("faas.trigger", from.Type())))
	span.End(trace.WithTimestamp(now))
	return ctx
}
