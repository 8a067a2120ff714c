package trigger

import (
	"go.opentelemetry.io/otel/attribute"

	"opentelemetry.io/lambda/otel/internal/event"
)

// datasource is what the triggers that tell of changed data have in common
// (semantic-conventions v1.44.0, docs/faas/faas-spans.md).
// Where an event has several changes, what they do not have in common is left out.
type datasource struct {
	other
	records    records
	collection string
	name       string
	time       string
	// waiting is where the first change tells since when it has waited.
	waiting waiting
	// operation returns insert, edit or delete, or an empty text if there is no name for it.
	operation func(record event.Value) string
}

func (datasource) Type() string { return "datasource" }

func (d datasource) Attributes() []attribute.KeyValue {
	var values attributes
	values.add("faas.document.collection", d.collection)
	values.add("faas.document.operation", d.commonOperation())
	values.add("faas.document.name", d.name)
	values.add("faas.document.time", d.time)
	return values
}

func (d datasource) Wait() Wait {
	if len(d.records.known) == 0 {
		return Wait{}
	}
	return d.waiting.of(d.records.known[0])
}

func (d datasource) commonOperation() string {
	common := ""
	for index, record := range d.records.known {
		operation := d.operation(record)
		if index > 0 && operation != common {
			return ""
		}
		common = operation
	}
	return common
}
