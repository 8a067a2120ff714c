package trigger

import "opentelemetry.io/lambda/otel/internal/event"

var documentDBOperations = map[string]string{"insert": "insert", "update": "edit", "replace": "edit", "delete": "delete"}

// newDocumentDB takes an event of a change stream. The collection is a database's, the name a collection's.
func newDocumentDB(value event.Value) Trigger {
	records := recordsOf(value.Elements("events"))
	return datasource{
		other:      other{value},
		records:    records,
		collection: records.common("event", "ns", "db"),
		name:       records.common("event", "ns", "coll"),
		// the cluster's time, {"$timestamp": {"t": SECONDS, "i": ORDINAL}}
		time: timeOfSeconds(records.common("event", "clusterTime", "$timestamp", "t")),
		operation: func(record event.Value) string {
			return documentDBOperations[record.String("event", "operationType")]
		},
	}
}
