package trigger

import (
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/trace"

	"opentelemetry.io/lambda/otel/internal/event"
)

// other is a trigger that nothing is known of; the other kinds differ from it.
type other struct {
	event event.Value
}

func (other) Type() string                     { return "other" }
func (other) Kind() trace.SpanKind             { return trace.SpanKindServer }
func (o other) Headers() map[string]string     { return event.Headers(o.event) }
func (other) SpanName() string                 { return "" }
func (other) Attributes() []attribute.KeyValue { return nil }
func (other) Messages() []map[string]string    { return nil }
func (other) IsSingleMessage() bool            { return false }
func (other) Wait() Wait                       { return Wait{} }
func (other) Status([]byte) int                { return 0 }
func (other) StreamedStatus(int) int           { return 0 }

type attributes []attribute.KeyValue

// add adds a text, unless it is empty.
func (a *attributes) add(key, value string) {
	if value != "" {
		*a = append(*a, attribute.String(key, value))
	}
}
