package otel

import (
	"context"
	"strings"

	"github.com/aws/aws-lambda-go/lambdacontext"
	"go.opentelemetry.io/contrib/propagators/aws/xray"
	"go.opentelemetry.io/otel/propagation"
	"go.opentelemetry.io/otel/trace"

	"opentelemetry.io/lambda/otel/internal/trigger"
)

const xrayHeader = "x-amzn-trace-id"

// parents reads contexts from events, client contexts, messages and the environment.
//
// X-Ray's header is looked at last. AWS's services write it anew on the way, often with Sampled=0, so it is no parent
// where another header names one.
type parents struct {
	propagator propagation.TextMapPropagator
	// readsEnvironment tells if Lambda's own header goes before the event's.
	readsEnvironment bool
}

// carrier has headers by their names in lower case.
type carrier map[string]string

func (c carrier) Get(name string) string { return c[strings.ToLower(name)] }
func (c carrier) Set(name, value string) { c[strings.ToLower(name)] = value }
func (c carrier) Keys() []string {
	names := make([]string, 0, len(c))
	for name := range c {
		names = append(names, name)
	}
	return names
}

// ofInvocation returns the parent that the event's headers, the client context or the environment names.
func (p parents) ofInvocation(ctx context.Context, headers map[string]string, client lambdacontext.ClientContext) context.Context {
	known := carrier{}
	for name, value := range client.Custom {
		known.Set(name, value)
	}
	for name, value := range headers {
		known[name] = value
	}
	header := known[xrayHeader]
	delete(known, xrayHeader)
	// whatever span is current at init is not the parent of each invocation
	parent := p.propagator.Extract(trace.ContextWithSpanContext(ctx, trace.SpanContext{}), known)
	if trace.SpanContextFromContext(parent).IsValid() {
		return parent
	}
	if own, ok := ctx.Value(xrayHeader).(string); ok && own != "" && p.readsEnvironment {
		header = own
	}
	if header == "" {
		return parent
	}
	return p.propagator.Extract(parent, carrier{xrayHeader: header})
}

// links returns the senders of messages, but not one that is the parent already.
func (p parents) links(messages []map[string]string, parent trace.SpanContext) []trace.Link {
	var links []trace.Link
	for _, message := range messages {
		sender := p.sender(message)
		if sender.IsValid() && !isSame(sender, parent) {
			links = append(links, trace.Link{SpanContext: sender})
		}
		if header := xrayContext(message); header.IsValid() && !isSame(header, parent) && !isSame(header, sender) {
			links = append(links, trace.Link{SpanContext: header})
		}
	}
	return links
}

// ofMessage returns the sender's context, which X-Ray's header is only where nothing else is.
func (p parents) ofMessage(message map[string]string, otherwise context.Context) context.Context {
	if sender := p.sender(message); sender.IsValid() {
		return p.propagator.Extract(trace.ContextWithSpanContext(otherwise, trace.SpanContext{}), carrier(message))
	}
	if header := xrayContext(message); header.IsValid() {
		return trace.ContextWithRemoteSpanContext(otherwise, header)
	}
	return otherwise
}

func (p parents) sender(message map[string]string) trace.SpanContext {
	if len(message) == 0 {
		return trace.SpanContext{}
	}
	return trace.SpanContextFromContext(p.propagator.Extract(context.Background(), carrier(message)))
}

func xrayContext(message map[string]string) trace.SpanContext {
	header := message[trigger.AWSTraceHeader]
	if header == "" {
		return trace.SpanContext{}
	}
	return trace.SpanContextFromContext(xray.Propagator{}.Extract(context.Background(), carrier{xrayHeader: header}))
}

func isSame(one, other trace.SpanContext) bool {
	return one.TraceID() == other.TraceID() && one.SpanID() == other.SpanID()
}
