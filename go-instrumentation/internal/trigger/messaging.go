package trigger

import (
	"strings"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/trace"

	"opentelemetry.io/lambda/otel/internal/event"
)

const process = "process"

// messaging is what the triggers that hand messages over have in common
// (semantic-conventions v1.44.0, docs/messaging/messaging-spans.md and docs/faas/aws-lambda.md).
type messaging struct {
	other
	system  string
	records records
	// destination is the queue, topic or stream that all messages come from; empty if several.
	destination string
	// source is what the span is named after; empty if there are several sources.
	source string
	// isBatch tells if the source sends batches, even if one has a single message.
	isBatch bool
	// idPath leads to a message's id.
	idPath []string
	// waiting is where the first message tells since when it has waited.
	waiting waiting
	// specifics are the attributes that this system alone has.
	specifics attributes
	// readContext reads what the sender has put beside a message.
	readContext func(message event.Value, carrier map[string]string)
}

func (messaging) Type() string         { return "pubsub" }
func (messaging) Kind() trace.SpanKind { return trace.SpanKindConsumer }

func (m messaging) SpanName() string {
	if m.source == "" {
		return "multiple_sources " + process
	}
	return m.source + " " + process
}

func (m messaging) Attributes() []attribute.KeyValue {
	var values attributes
	values.add("messaging.system", m.system)
	values.add("messaging.operation.name", process)
	values.add("messaging.operation.type", process)
	values.add("messaging.destination.name", m.destination)
	if m.isBatch {
		values = append(values, attribute.Int("messaging.batch.message_count", m.records.size))
	}
	if m.IsSingleMessage() && len(m.idPath) > 0 {
		values.add("messaging.message.id", m.records.known[0].String(m.idPath...))
	}
	return append(values, m.specifics...)
}

func (m messaging) Messages() []map[string]string {
	if m.readContext == nil {
		return nil
	}
	messages := make([]map[string]string, 0, len(m.records.known))
	for _, message := range m.records.known {
		carrier := map[string]string{}
		m.readContext(message, carrier)
		messages = append(messages, carrier)
	}
	return messages
}

func (m messaging) IsSingleMessage() bool {
	return m.records.size == 1 && len(m.records.known) == 1
}

func (m messaging) Wait() Wait {
	if len(m.records.known) == 0 {
		return Wait{}
	}
	return m.waiting.of(m.records.known[0])
}

// put adds a value to what is read of a message, if it is a scalar.
func put(carrier map[string]string, name string, value event.Value) {
	if text, ok := value.Text(); ok {
		carrier[strings.ToLower(name)] = text
	}
}

func afterLast(separator, value string) string {
	return value[strings.LastIndex(value, separator)+1:]
}
