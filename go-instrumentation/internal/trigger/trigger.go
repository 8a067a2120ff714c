// Package trigger tells what triggered an invocation, with a file for each kind of event.
package trigger

import (
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/trace"

	"opentelemetry.io/lambda/otel/internal/event"
)

// AWSTraceHeader is X-Ray's header as SQS keeps it with a message, in lower case.
const AWSTraceHeader = "awstraceheader"

// Trigger is what an event tells of what triggered an invocation.
type Trigger interface {
	// Type returns the value of faas.trigger: datasource, http, other, pubsub or timer.
	Type() string
	// Kind returns the span's kind.
	Kind() trace.SpanKind
	// Headers returns the headers that the event carries, by their names in lower case.
	Headers() map[string]string
	// SpanName returns the span's name, or an empty text for the function's name.
	SpanName() string
	// Attributes returns what the event tells beyond the attributes that every invocation has.
	Attributes() []attribute.KeyValue
	// Messages returns for each known message what its sender's context may be read from, by names in lower case.
	// There are no more than a span may have links.
	Messages() []map[string]string
	// IsSingleMessage tells if the event is one message, or a batch of one.
	IsSingleMessage() bool
	// Wait returns the time that the event has waited, if it tells.
	Wait() Wait
	// Status returns the HTTP status of a response in JSON, or 0 if it has none.
	Status(response []byte) int
	// StreamedStatus returns the HTTP status of a response that names this one; 0 stands for none.
	StreamedStatus(named int) int
}

// Of returns what triggered the invocation with this event, by a few of its members.
func Of(value event.Value) Trigger {
	if value.IsArray() {
		// AppSync resolves fields in batches
		if elements := value.Elements(); len(elements) > 0 && isAppSync(elements[0]) {
			return newAppSync(elements[0])
		}
		return other{value}
	}
	switch {
	case value.Has("methodArn") || value.Has("routeArn"):
		return newAuthorizer(value)
	case isAppSync(value):
		return newAppSync(value)
	case value.Has("requestContext"):
		return ofRequest(value)
	case value.Has("Records"):
		return ofRecords(value)
	case hasText(value, "detail-type") && hasText(value, "source"):
		return ofEventBridge(value)
	case hasText(first(value, "events"), "event", "operationType"):
		return newDocumentDB(value)
	case value.Has("eventSource"):
		return ofBroker(value)
	case hasText(value, "StateMachine", "Id"):
		return stepFunctions{other{value}}
	default:
		return other{value}
	}
}

func ofRequest(value event.Value) Trigger {
	switch {
	case hasText(value, "requestContext", "http", "method"):
		return newHTTPAPI(value)
	case hasText(value, "requestContext", "elb", "targetGroupArn"):
		return newLoadBalancer(value)
	case hasText(value, "requestContext", "connectionId"):
		return newWebSocket(value)
	case hasText(value, "httpMethod") && hasText(value, "requestContext", "stage"):
		return newRestAPI(value)
	default:
		return other{value}
	}
}

func ofRecords(value event.Value) Trigger {
	record := first(value, "Records")
	source := record.String("eventSource")
	if source == "" {
		source = record.String("EventSource")
	}
	switch {
	case source == "aws:sns":
		return newSNS(value)
	case source == "aws:kinesis":
		return newKinesis(value)
	case source == "aws:dynamodb":
		return newDynamoDB(value)
	case source == "aws:s3":
		return newS3(value)
	case source != "" && record.Has("messageId"):
		return newSQS(value)
	default:
		return other{value}
	}
}

func ofEventBridge(value event.Value) Trigger {
	source := value.String("source")
	if value.String("detail-type") == "Scheduled Event" && (source == "aws.events" || source == "aws.scheduler") {
		return scheduled{other{value}}
	}
	return newEventBridge(value)
}

func ofBroker(value event.Value) Trigger {
	switch value.String("eventSource") {
	case "aws:kafka", "SelfManagedKafka":
		return newKafka(value)
	case "aws:mq":
		return newActiveMQ(value)
	case "aws:rmq":
		return newRabbitMQ(value)
	default:
		return other{value}
	}
}

func first(value event.Value, name string) event.Value {
	if elements := value.Elements(name); len(elements) > 0 {
		return elements[0]
	}
	return event.Value{}
}

func hasText(value event.Value, path ...string) bool {
	_, ok := value.Text(path...)
	return ok
}
