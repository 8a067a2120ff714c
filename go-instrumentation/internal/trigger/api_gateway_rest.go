package trigger

import "opentelemetry.io/lambda/otel/internal/event"

// newRestAPI takes a request to an API Gateway REST API (proxy event of format 1.0), or to an HTTP API that
// sends this format.
func newRestAPI(value event.Value) Trigger {
	trigger := newRequest(value)
	trigger.route = value.String("resource")
	trigger.query = joinQuery(value, true)
	trigger.waiting = waiting{"api gateway wait", []string{"requestContext", "requestTimeEpoch"}, millisecondsSince1970}
	return trigger
}
