package trigger

import "opentelemetry.io/lambda/otel/internal/event"

// newActiveMQ takes messages of a queue of an ActiveMQ broker of Amazon MQ.
func newActiveMQ(value event.Value) Trigger {
	records := recordsOf(value.Elements("messages"))
	queue := records.common("destination", "physicalName")
	return messaging{
		other:       other{value},
		system:      "activemq",
		records:     records,
		destination: queue,
		source:      queue,
		isBatch:     true,
		waiting:     waiting{"activemq wait", []string{"timestamp"}, millisecondsSince1970},
		idPath:      []string{"messageID"},
		readContext: func(message event.Value, carrier map[string]string) {
			for _, member := range message.Members("properties") {
				put(carrier, member.Name, member.Value)
			}
		},
	}
}
