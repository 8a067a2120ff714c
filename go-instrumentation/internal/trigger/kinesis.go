package trigger

import (
	"strings"

	"opentelemetry.io/lambda/otel/internal/event"
)

// newKinesis takes records of a data stream, which carry nothing but their data.
func newKinesis(value event.Value) Trigger {
	records := recordsOf(value.Elements("Records"))
	stream := afterLast("/", records.common("eventSourceARN"))
	var specifics attributes
	specifics.add("aws.kinesis.stream_name", stream)
	// an event's id is SHARD:SEQUENCE_NUMBER, a batch of one shard
	if len(records.known) > 0 {
		if shard, _, found := strings.Cut(records.known[0].String("eventID"), ":"); found {
			specifics.add("messaging.destination.partition.id", shard)
		}
	}
	return messaging{
		other:       other{value},
		system:      "aws.kinesis",
		records:     records,
		destination: stream,
		source:      stream,
		isBatch:     true,
		idPath:      []string{"eventID"},
		specifics:   specifics,
		waiting:     waiting{"kinesis wait", []string{"kinesis", "approximateArrivalTimestamp"}, secondsSince1970},
	}
}
