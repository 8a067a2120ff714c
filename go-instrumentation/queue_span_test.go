package otel

import (
	"context"
	"fmt"
	"testing"
	"time"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/propagation"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/sdk/trace/tracetest"
	"go.opentelemetry.io/otel/trace"
)

// spansOfMessage returns the spans of an invocation with a message that was sent at a time.
func spansOfMessage(sampler sdktrace.Sampler, variables map[string]string, sent time.Time, header string) tracetest.SpanStubs {
	exporter := tracetest.NewInMemoryExporter()
	own := &telemetry{
		settings: settings{func(name string) string { return variables[name] }}, propagator: propagation.TraceContext{}, flushTimeout: time.Minute,
		provider: sdktrace.NewTracerProvider(sdktrace.WithSyncer(exporter), sdktrace.WithSampler(sampler)),
	}
	own.policy = beforeResponse{own}
	event := fmt.Sprintf(`{"Records":[{"eventSource":"aws:sqs","messageId":"m","attributes":{"SentTimestamp":"%d"},`+
		`"messageAttributes":{"traceparent":{"stringValue":%q}}}],"headers":{"traceparent":%q,"tracestate":"a=b"}}`, sent.UnixMilli(), header, header)
	_, invocation := newFunction(own).begin(context.Background(), []byte(event))
	invocation.finish()
	return exporter.GetSpans()
}

const (
	queueSpans = "OTEL_LAMBDA_QUEUE_SPANS"
	caller     = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
)

func TestQueueSpan_standsBetweenCallerAndInvocation(t *testing.T) {
	sent := time.Now().Add(-time.Minute).Truncate(time.Millisecond)
	spans := spansOfMessage(sdktrace.ParentBased(sdktrace.AlwaysSample()), map[string]string{queueSpans: "true"}, sent, caller)
	if len(spans) != 2 {
		t.Fatalf("the spans are %v", spans)
	}
	wait, invocation := spans[0], spans[1]
	if wait.Name != "sqs wait" || wait.SpanKind != trace.SpanKindInternal || !wait.StartTime.Equal(sent) || !wait.EndTime.Equal(invocation.StartTime) {
		t.Errorf("the wait is %v", wait)
	}
	if len(wait.Attributes) != 1 || wait.Attributes[0] != attribute.String("faas.trigger", "pubsub") || wait.InstrumentationScope != invocation.InstrumentationScope {
		t.Errorf("the wait is %v", wait)
	}
	if wait.Parent.SpanID().String() != "b7ad6b7169203331" || !wait.Parent.IsRemote() || invocation.Parent.SpanID() != wait.SpanContext.SpanID() {
		t.Errorf("the parents are %v and %v", wait.Parent, invocation.Parent)
	}
	for _, span := range spans {
		if span.SpanContext.TraceState().String() != "a=b" {
			t.Errorf("the trace state of %s is %v", span.Name, span.SpanContext.TraceState())
		}
	}
	// as without the wait: the sender is the parent already
	if len(invocation.Links) != 0 {
		t.Errorf("the links are %v", invocation.Links)
	}
}

func TestQueueSpan_noneForWhatCannotBe(t *testing.T) {
	on := map[string]string{queueSpans: "true"}
	for name, each := range map[string]struct {
		variables map[string]string
		sent      time.Time
	}{
		"off":       {nil, time.Now().Add(-time.Minute)},
		"bad value": {map[string]string{queueSpans: "yes"}, time.Now().Add(-time.Minute)},
		"ahead":     {on, time.Now().Add(time.Minute)},
		"too old":   {on, time.Now().Add(-maxWait - time.Minute)},
		"1970":      {on, time.UnixMilli(0)},
		"negative":  {on, time.UnixMilli(-1)},
		"far ahead": {on, time.UnixMilli(1e15)},
		"too far":   {on, time.UnixMilli(1e15 + 1)},
	} {
		t.Run(name, func(t *testing.T) {
			silence(t)
			spans := spansOfMessage(sdktrace.AlwaysSample(), each.variables, each.sent, "")
			if len(spans) != 1 || spans[0].Parent.IsValid() {
				t.Errorf("the spans are %v", spans)
			}
		})
	}
	if spans := spansOfMessage(sdktrace.AlwaysSample(), on, time.Now().Add(-maxWait+time.Minute), ""); len(spans) != 2 {
		t.Errorf("the spans after 14 days are %v", spans)
	}
}

func TestQueueSpan_samplerDecidesOnBoth(t *testing.T) {
	on, sent := map[string]string{queueSpans: "true"}, time.Now().Add(-time.Minute)
	if spans := spansOfMessage(sdktrace.ParentBased(sdktrace.NeverSample()), on, sent, ""); len(spans) != 0 {
		t.Errorf("the spans are %v", spans)
	}
	if spans := spansOfMessage(sdktrace.ParentBased(sdktrace.AlwaysSample()), on, sent, caller[:len(caller)-1]+"0"); len(spans) != 0 {
		t.Errorf("the spans are %v", spans)
	}
	if spans := spansOfMessage(sdktrace.ParentBased(sdktrace.AlwaysSample()), on, sent, ""); len(spans) != 2 || spans[0].Parent.IsValid() {
		t.Errorf("the spans are %v", spans)
	}
}
