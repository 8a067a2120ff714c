package trigger

import "opentelemetry.io/lambda/otel/internal/event"

// newSNS takes a message of a topic, which sends one at a time.
func newSNS(value event.Value) Trigger {
	records := recordsOf(value.Elements("Records"))
	topic := afterLast(":", records.common("Sns", "TopicArn"))
	return messaging{
		other:       other{value},
		system:      "aws.sns",
		records:     records,
		destination: topic,
		source:      topic,
		isBatch:     records.size > 1,
		waiting:     waiting{"sns wait", []string{"Sns", "Timestamp"}, iso8601},
		idPath:      []string{"Sns", "MessageId"},
		readContext: func(message event.Value, carrier map[string]string) {
			readNotification(message.Get("Sns"), carrier)
		},
	}
}

func readNotification(notification event.Value, carrier map[string]string) {
	for _, member := range notification.Members("MessageAttributes") {
		put(carrier, member.Name, member.Value.Get("Value"))
	}
}
