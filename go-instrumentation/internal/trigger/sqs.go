package trigger

import (
	"strings"

	"opentelemetry.io/lambda/otel/internal/event"
)

// newSQS takes messages of a queue; a message may be one that SNS has sent to the queue.
func newSQS(value event.Value) Trigger {
	records := recordsOf(value.Elements("Records"))
	queue := afterLast(":", records.common("eventSourceARN"))
	source := queue
	// messages may not tell their queue
	if len(records.known) > 0 && !records.known[0].Has("eventSourceARN") {
		source = records.common("eventSource")
	}
	return messaging{
		other:       other{value},
		system:      "aws_sqs",
		records:     records,
		destination: queue,
		source:      source,
		isBatch:     true,
		idPath:      []string{"messageId"},
		readContext: readSQSContext,
		waiting:     waiting{"sqs wait", []string{"attributes", "SentTimestamp"}, millisecondsSince1970},
	}
}

// readSQSContext reads message attributes, those of a notification in the body too, and X-Ray's header.
func readSQSContext(message event.Value, carrier map[string]string) {
	body := message.String("body")
	if strings.HasPrefix(body, "{") && strings.Contains(body, `"MessageAttributes"`) {
		readNotification(event.Parse([]byte(body)), carrier)
	}
	for _, member := range message.Members("messageAttributes") {
		put(carrier, member.Name, member.Value.Get("stringValue"))
	}
	put(carrier, AWSTraceHeader, message.Get("attributes", "AWSTraceHeader"))
}
