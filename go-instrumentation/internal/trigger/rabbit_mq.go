package trigger

import (
	"strings"

	"opentelemetry.io/lambda/otel/internal/event"
)

// newRabbitMQ takes messages of a RabbitMQ broker of Amazon MQ, listed by QUEUE::VIRTUAL_HOST.
func newRabbitMQ(value event.Value) Trigger {
	queues := value.Members("rmqMessagesByQueue")
	queue := ""
	if len(queues) == 1 {
		queue, _, _ = strings.Cut(queues[0].Name, "::")
	}
	return messaging{
		other:       other{value},
		system:      "rabbitmq",
		records:     recordsOfEach(queues),
		destination: queue,
		source:      queue,
		isBatch:     true,
		idPath:      []string{"basicProperties", "messageId"},
		readContext: readRabbitMQContext,
	}
}

// readRabbitMQContext reads headers: each a string as it is, or an object with a list of bytes.
func readRabbitMQContext(message event.Value, carrier map[string]string) {
	for _, member := range message.Members("basicProperties", "headers") {
		if member.Value.IsObject() {
			putBytes(carrier, member.Name, member.Value.Get("bytes"))
		} else {
			put(carrier, member.Name, member.Value)
		}
	}
}
