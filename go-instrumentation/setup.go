package otel

import (
	"context"
	"os"
	"sync"
	"sync/atomic"
	"time"

	"github.com/go-logr/logr"
	"go.opentelemetry.io/otel"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/exporters/otlp/otlptrace"
	"go.opentelemetry.io/otel/exporters/otlp/otlptrace/otlptracehttp"
	"go.opentelemetry.io/otel/propagation"
	"go.opentelemetry.io/otel/sdk/resource"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/trace"

	"opentelemetry.io/lambda/otel/internal/diagnostics"
)

const version = "0.1.0"

// telemetry is what the instrumentation reports by.
type telemetry struct {
	settings     settings
	provider     trace.TracerProvider
	propagator   propagation.TextMapPropagator
	flusher      flusher    // nil if there is nothing to flush
	queue        *spanQueue // nil without Setup
	policy       policy
	flushTimeout time.Duration
}

type flusher interface {
	ForceFlush(ctx context.Context) error
}

var (
	setup  sync.Once
	active atomic.Pointer[telemetry]
)

// Setup makes OpenTelemetry's SDK from the variables OTEL_*, and registers it globally: the tracer provider, which
// exports by OTLP over HTTP, and the propagators. Call it once, first in main; later calls do nothing.
//
// It never fails: what is wrong with a variable is said in a line that begins with [otel], and what is right is used.
// With OTEL_SDK_DISABLED=true nothing is set up.
func Setup() {
	setup.Do(func() {
		guarded("nothing is traced", func() {
			if t := newTelemetry(settings{os.Getenv}); t != nil {
				active.Store(t)
			}
		})
	})
}

// currentTelemetry returns that of Setup, or the global one.
func currentTelemetry() *telemetry {
	if t := active.Load(); t != nil {
		return t
	}
	own := settings{os.Getenv}
	t := &telemetry{settings: own, provider: otel.GetTracerProvider(), propagator: otel.GetTextMapPropagator(), flushTimeout: own.flushTimeout()}
	t.flusher, _ = t.provider.(flusher)
	t.policy = beforeResponse{t}
	return t
}

func newTelemetry(own settings) *telemetry {
	if own.isDisabled() {
		return nil
	}
	var isSetUp atomic.Bool
	otel.SetLogger(logr.Discard()) // settings have lines of their own
	otel.SetErrorHandler(otel.ErrorHandlerFunc(func(err error) {
		if isSetUp.Load() {
			diagnostics.WarnOnce("OpenTelemetry's SDK reports", err)
		}
	}))
	t := &telemetry{settings: own, propagator: own.propagator(), flushTimeout: own.flushTimeout()}
	options := []sdktrace.TracerProviderOption{
		sdktrace.WithResource(resource.NewSchemaless(own.resource()...)),
		sdktrace.WithSampler(own.sampler()),
	}
	if own.exportsTraces() {
		if exporter := newExporter(own); exporter != nil {
			t.queue = newSpanQueue(exporter, own.number("OTEL_BSP_MAX_QUEUE_SIZE", 2048, 1), own.number("OTEL_BSP_MAX_EXPORT_BATCH_SIZE", 512, 1))
			options = append(options, sdktrace.WithSpanProcessor(t.queue))
		}
	}
	provider := sdktrace.NewTracerProvider(options...)
	t.provider, t.flusher = provider, provider
	otel.SetTracerProvider(provider)
	otel.SetTextMapPropagator(t.propagator)
	isSetUp.Store(true)
	t.policy = newPolicy(t)
	return t
}

func newPolicy(t *telemetry) policy {
	if t.queue == nil {
		return beforeResponse{t}
	}
	if t.settings.isManagedInstance() {
		return startOnInterval(t, time.Duration(t.settings.number("OTEL_BSP_SCHEDULE_DELAY", 5000, 1))*time.Millisecond)
	}
	if address := t.settings.text("AWS_LAMBDA_RUNTIME_API"); t.settings.flushesAfterResponse() && address != "" {
		return startAfterResponse(t, address)
	}
	return beforeResponse{t}
}

// newExporter leaves headers, compression, certificates and timeout to OpenTelemetry's exporter; where that is to sign
// requests to AWS, it has a client of ours.
func newExporter(own settings) sdktrace.SpanExporter {
	own.checkExporter()
	endpoint := own.endpoint()
	options := []otlptracehttp.Option{
		otlptracehttp.WithEndpointURL(endpoint),
		// what could not be sent is kept for the next flush
		otlptracehttp.WithRetry(otlptracehttp.RetryConfig{Enabled: false}),
	}
	if client := own.clientOfAWS(endpoint); client != nil {
		options = append(options, otlptracehttp.WithHTTPClient(client))
	}
	exporter, err := otlptrace.New(context.Background(), otlptracehttp.NewClient(options...))
	if err != nil {
		diagnostics.Warn("nothing is exported: %v", err)
		return nil
	}
	return exporter
}

// resource returns the function and its environment (semantic-conventions v1.44.0, docs/resource/faas.md); what the
// user adds wins.
func (s settings) resource() []attribute.KeyValue {
	attributes := []attribute.KeyValue{
		attribute.String("telemetry.sdk.language", "go"),
		attribute.String("telemetry.sdk.name", "opentelemetry"),
		attribute.String("telemetry.sdk.version", sdkVersion()),
		attribute.String("cloud.provider", "aws"),
		attribute.String("cloud.platform", "aws_lambda"),
		attribute.String("service.name", "unknown_service:go"),
	}
	for _, each := range []struct{ key, variable string }{
		{"cloud.region", "AWS_REGION"},
		{"faas.name", "AWS_LAMBDA_FUNCTION_NAME"},
		{"faas.version", "AWS_LAMBDA_FUNCTION_VERSION"},
		{"faas.instance", "AWS_LAMBDA_LOG_STREAM_NAME"},
		{"service.name", "AWS_LAMBDA_FUNCTION_NAME"},
	} {
		if value := s.text(each.variable); value != "" {
			attributes = append(attributes, attribute.String(each.key, value))
		}
	}
	if megabytes := s.memory(); megabytes > 0 {
		attributes = append(attributes, attribute.Int64("faas.max_memory", megabytes<<20))
	}
	return append(attributes, s.ownResource()...)
}
