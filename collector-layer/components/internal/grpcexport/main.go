// Program grpcexport exports spans over gRPC by Go's exporter, for tests of the built layer: HOST:PORT NAME... ; large is a span of 5 MB.
package main

import (
	"context"
	"log"
	"os"
	"strings"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/exporters/otlp/otlptrace/otlptracegrpc"
	"go.opentelemetry.io/otel/sdk/trace"
)

const largeBytes = 5_000_000

func main() {
	for _, name := range os.Args[2:] {
		if err := export(context.Background(), os.Args[1], name); err != nil {
			log.Fatal(err)
		}
	}
}

func export(ctx context.Context, endpoint, name string) error {
	options := []otlptracegrpc.Option{otlptracegrpc.WithEndpoint(endpoint), otlptracegrpc.WithInsecure()}
	if strings.HasSuffix(name, "gzip") {
		options = append(options, otlptracegrpc.WithCompressor("gzip"))
	}
	exporter, err := otlptracegrpc.New(ctx, options...)
	if err != nil {
		return err
	}
	provider := trace.NewTracerProvider(trace.WithSyncer(exporter), trace.WithRawSpanLimits(trace.SpanLimits{
		AttributeValueLengthLimit: -1, AttributeCountLimit: -1, EventCountLimit: -1, LinkCountLimit: -1, AttributePerEventCountLimit: -1,
		AttributePerLinkCountLimit: -1,
	}))
	size := 1
	if strings.HasSuffix(name, "large") {
		size = largeBytes
	}
	_, span := provider.Tracer("t").Start(ctx, name)
	span.SetAttributes(attribute.String("size", strings.Repeat("x", size)))
	span.End()
	return provider.Shutdown(ctx)
}
