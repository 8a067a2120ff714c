package trigger

import (
	"strings"

	"opentelemetry.io/lambda/otel/internal/event"
)

// newHTTPAPI takes a request to an API Gateway HTTP API (proxy event of format 2.0), or to a function URL, whose
// events are the same.
func newHTTPAPI(value event.Value) Trigger {
	trigger := newRequest(value)
	trigger.method = value.String("requestContext", "http", "method")
	// GET /orders/{id}; $default is no route
	if _, route, found := strings.Cut(value.String("routeKey"), " /"); found {
		trigger.route = "/" + route
	}
	trigger.path = value.String("rawPath")
	trigger.query = value.String("rawQueryString")
	trigger.peer = value.String("requestContext", "http", "sourceIp")
	trigger.protocol = value.String("requestContext", "http", "protocol")
	trigger.defaultStatus = 200
	trigger.waiting = waiting{"api gateway wait", []string{"requestContext", "timeEpoch"}, millisecondsSince1970}
	if strings.Contains(value.String("requestContext", "domainName"), ".lambda-url.") {
		trigger.waiting.name = "function url wait"
	}
	return trigger
}
