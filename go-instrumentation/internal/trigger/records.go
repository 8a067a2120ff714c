package trigger

import "opentelemetry.io/lambda/otel/internal/event"

// maxRecords is as many messages as a span may have links.
const maxRecords = 128

// records knows how many records there are, and the first of them.
type records struct {
	size  int
	known []event.Value
}

func recordsOf(elements []event.Value) records {
	known := make([]event.Value, 0, min(len(elements), maxRecords))
	for _, element := range elements[:min(len(elements), maxRecords)] {
		if element.IsObject() {
			known = append(known, element)
		}
	}
	return records{len(elements), known}
}

// recordsOfEach returns the records in the arrays that are members of an object.
func recordsOfEach(groups []event.Member) records {
	var elements []event.Value
	for _, group := range groups {
		elements = append(elements, group.Value.Elements()...)
	}
	return recordsOf(elements)
}

// common returns what all known records have at the end of the path, or an empty text.
func (r records) common(path ...string) string {
	common := ""
	for index, record := range r.known {
		value, ok := record.Text(path...)
		if !ok || index > 0 && value != common {
			return ""
		}
		common = value
	}
	return common
}
