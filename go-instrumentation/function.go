package otel

import (
	"context"
	"strings"
	"sync/atomic"
	"time"

	"github.com/aws/aws-lambda-go/lambdacontext"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/trace"

	"opentelemetry.io/lambda/otel/internal/diagnostics"
	"opentelemetry.io/lambda/otel/internal/event"
	"opentelemetry.io/lambda/otel/internal/payload"
	"opentelemetry.io/lambda/otel/internal/trigger"
)

const scope = "io.opentelemetry.lambda"

// function starts the spans of invocations (semantic-conventions v1.44.0, docs/faas/aws-lambda.md).
type function struct {
	telemetry             *telemetry
	tracer                trace.Tracer
	parents               parents
	name                  string
	version               string
	singleMessageIsParent bool
	guardsTimeout         bool
	hasQueueSpans         bool
	events, responses     *payload.Capture // nil for what is not captured
	isWarm                atomic.Bool
}

func newFunction(telemetry *telemetry) *function {
	f := &function{
		telemetry: telemetry,
		tracer:    telemetry.provider.Tracer(scope, trace.WithInstrumentationVersion(version)),
		parents:   parents{telemetry.propagator, telemetry.settings.readsEnvironmentsHeader()},
		name:      telemetry.settings.functionName(),
		version:   telemetry.settings.functionVersion(),

		singleMessageIsParent: telemetry.settings.singleMessageIsParent(),
		guardsTimeout:         telemetry.settings.timeoutGuard(),
		hasQueueSpans:         telemetry.settings.queueSpans(),
	}
	f.events, f.responses = telemetry.settings.capturedPayloads()
	return f
}

// begin starts a span; what cannot be read from an event is missing on it.
func (f *function) begin(ctx context.Context, eventText []byte) (context.Context, *invocation) {
	isCold := !f.isWarm.Swap(true)
	i := &invocation{telemetry: f.telemetry, span: trace.SpanFromContext(context.Background()), responses: f.responses}
	i.deadline, _ = ctx.Deadline()
	traced := ctx
	guarded("an invocation has no span", func() {
		i.trigger = trigger.Of(event.Value{})
		guarded("an invocation's trigger is not known", func() { i.trigger = trigger.Of(event.Parse(eventText)) })
		traced = f.start(ctx, i, isCold)
		i.capture(f.events, "otel.lambda.event", eventText)
	})
	if f.guardsTimeout {
		i.guard()
	}
	return traced, i
}

func (f *function) start(ctx context.Context, i *invocation, isCold bool) context.Context {
	lambda, ok := lambdacontext.FromContext(ctx)
	if !ok {
		lambda = &lambdacontext.LambdaContext{}
	}
	i.requestID = lambda.AwsRequestID
	parent := f.parents.ofInvocation(ctx, i.trigger.Headers(), lambda.ClientContext)
	senders := i.trigger.Messages()
	if len(senders) > 0 && i.trigger.IsSingleMessage() && f.singleMessageIsParent {
		parent = f.parents.ofMessage(senders[0], parent)
		senders = nil
	}
	name := i.trigger.SpanName()
	if name == "" {
		name = f.name
	}
	attributes := []attribute.KeyValue{
		attribute.String("faas.trigger", i.trigger.Type()),
		attribute.String("faas.invocation_id", i.requestID),
		attribute.Bool("faas.coldstart", isCold),
	}
	attributes = append(attributes, arnAttributes(lambda.InvokedFunctionArn, f.version)...)
	attributes = append(attributes, i.trigger.Attributes()...)
	links := f.parents.links(senders, trace.SpanContextFromContext(parent))
	now := time.Now()
	if f.hasQueueSpans {
		guarded("the time that an event has waited has no span", func() { parent = f.waited(parent, i.trigger, now) })
	}
	traced, span := f.tracer.Start(parent, name,
		trace.WithTimestamp(now),
		trace.WithSpanKind(i.trigger.Kind()),
		trace.WithAttributes(attributes...),
		trace.WithLinks(links...))
	i.span = span
	return traced
}

// arnAttributes returns what arn:aws:lambda:REGION:ACCOUNT:function:NAME tells, which has :QUALIFIER if the function
// was invoked by one; nothing for a text that is no function's ARN.
func arnAttributes(arn, version string) []attribute.KeyValue {
	parts := strings.Split(arn, ":")
	if len(parts) != 7 && len(parts) != 8 || parts[0] != "arn" {
		return nil
	}
	id := strings.Join(parts[:7], ":")
	if len(parts) == 8 {
		id += ":" + version
	}
	return []attribute.KeyValue{
		attribute.String("aws.lambda.invoked_arn", arn),
		attribute.String("cloud.account.id", parts[4]),
		attribute.String("cloud.resource_id", id),
	}
}

// guarded calls what looks at the user's data, of which nothing is certain.
func guarded(what string, do func()) {
	defer func() {
		if cause := recover(); cause != nil {
			diagnostics.WarnOnce(what, cause)
		}
	}()
	do()
}
