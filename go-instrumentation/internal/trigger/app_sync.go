package trigger

import "opentelemetry.io/lambda/otel/internal/event"

var graphQLOperations = map[string]string{"Query": "query", "Mutation": "mutation", "Subscription": "subscription"}

// isAppSync tells if AppSync passes such an event: a resolver, alone or in a batch, a channel's handler or an
// authorizer.
func isAppSync(value event.Value) bool {
	if len(value.Members("request", "headers")) == 0 {
		return value.Has("authorizationToken") && value.Has("requestHeaders")
	}
	return hasText(value, "info", "fieldName") || hasText(value, "fieldName") || len(value.Members("info", "channel")) > 0
}

// newAppSync takes a field that is to be resolved, or a message or a request that is to be looked at. Its event
// carries the headers of the request to the API, which may resolve many fields; method and path are not in it
// (semantic-conventions v1.44.0, docs/graphql/graphql-spans.md). The result is data, whatever it has by the name of
// a status.
func newAppSync(value event.Value) Trigger {
	trigger := newRequest(value)
	headers := value.Members("request", "headers")
	if len(headers) == 0 {
		headers = value.Members("requestHeaders")
	}
	trigger.headers = event.LowerCase(headers)
	trigger.method = ""
	trigger.path = ""
	typeName, ok := value.Text("info", "parentTypeName")
	if !ok {
		typeName = value.String("typeName")
	}
	trigger.graphQLOperation = graphQLOperations[typeName]
	trigger.hasNoStatus = true
	return trigger
}
