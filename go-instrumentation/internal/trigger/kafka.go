package trigger

import (
	"strconv"

	"go.opentelemetry.io/otel/attribute"

	"opentelemetry.io/lambda/otel/internal/event"
)

// newKafka takes records of topics of a Kafka cluster, MSK's or the user's own.
func newKafka(value event.Value) Trigger {
	records := recordsOfEach(value.Members("records"))
	trigger := messaging{
		other:       other{value},
		system:      "kafka",
		records:     records,
		destination: records.common("topic"),
		source:      records.common("topic"),
		isBatch:     true,
		readContext: readKafkaContext,
		waiting:     waiting{"kafka wait", []string{"timestamp"}, millisecondsSince1970},
	}
	if trigger.destination != "" {
		trigger.specifics.add("messaging.destination.partition.id", records.common("partition"))
	}
	if trigger.IsSingleMessage() {
		if offset, err := strconv.ParseInt(records.common("offset"), 10, 64); err == nil && offset >= 0 {
			trigger.specifics = append(trigger.specifics, attribute.Int64("messaging.kafka.offset", offset))
		}
	}
	return trigger
}

// readKafkaContext reads headers: a list of objects, each a name with a list of bytes.
func readKafkaContext(message event.Value, carrier map[string]string) {
	for _, header := range message.Elements("headers") {
		for _, member := range header.Members() {
			putBytes(carrier, member.Name, member.Value)
		}
	}
}
