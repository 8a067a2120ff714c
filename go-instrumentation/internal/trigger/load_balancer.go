package trigger

import "opentelemetry.io/lambda/otel/internal/event"

// newLoadBalancer takes a request to an Application Load Balancer, with or without multi-value headers, which hands
// parameters on as they were sent.
func newLoadBalancer(value event.Value) Trigger {
	trigger := newRequest(value)
	trigger.query = joinQuery(value, false)
	return trigger
}
