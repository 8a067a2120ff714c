package trigger

import "opentelemetry.io/lambda/otel/internal/event"

var waitingOnBus = waiting{"eventbridge wait", []string{"time"}, iso8601}

// newEventBridge takes an event of a bus, which it does not name.
//
// The X-Ray header that an event was sent with is no part of the event: it reaches a function in its
// environment. What a sender can add is a member of detail.
func newEventBridge(value event.Value) Trigger {
	return messaging{
		other:   other{value},
		system:  "aws.eventbridge",
		records: recordsOf([]event.Value{value}),
		source:  value.String("source"),
		idPath:  []string{"id"},
		waiting: waitingOnBus,
		readContext: func(message event.Value, carrier map[string]string) {
			for _, member := range message.Members("detail") {
				put(carrier, member.Name, member.Value)
			}
		},
	}
}
