package trigger

import "opentelemetry.io/lambda/otel/internal/event"

// newAuthorizer takes a request that an authorizer of an API Gateway API is asked about.
// The route is the one that it guards, so neither its span's name nor an attribute has that; its response is a
// policy, not the client's.
func newAuthorizer(value event.Value) Trigger {
	trigger := newRequest(value)
	if method := value.String("requestContext", "http", "method"); method != "" {
		trigger.method = method
	}
	if path := value.String("rawPath"); path != "" {
		trigger.path = path
	}
	query, ok := value.Text("rawQueryString")
	if !ok {
		query = joinQuery(value, true)
	}
	trigger.query = query
	if peer := value.String("requestContext", "http", "sourceIp"); peer != "" {
		trigger.peer = peer
	}
	if protocol := value.String("requestContext", "http", "protocol"); protocol != "" {
		trigger.protocol = protocol
	}
	trigger.hasNoStatus = true
	return trigger
}
