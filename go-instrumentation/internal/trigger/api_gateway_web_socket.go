package trigger

import "opentelemetry.io/lambda/otel/internal/event"

// newWebSocket takes an event of a WebSocket's connection to an API Gateway API: a client connects, disconnects or
// sends a message. The route is $connect, $disconnect, $default, or what selects a message's route.
func newWebSocket(value event.Value) Trigger {
	trigger := newRequest(value)
	trigger.route = value.String("requestContext", "routeKey")
	trigger.query = joinQuery(value, true)
	trigger.waiting = waiting{"api gateway wait", []string{"requestContext", "requestTimeEpoch"}, millisecondsSince1970}
	return trigger
}
