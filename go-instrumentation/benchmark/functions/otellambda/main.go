// Command otellambda is the function with OpenTelemetry's otellambda, set up as its documentation shows.
package main

import (
	"context"
	"log"

	"github.com/aws/aws-lambda-go/lambda"
	lambdadetector "go.opentelemetry.io/contrib/detectors/aws/lambda"
	"go.opentelemetry.io/contrib/instrumentation/github.com/aws/aws-lambda-go/otellambda"
	"go.opentelemetry.io/otel/exporters/otlp/otlptrace/otlptracehttp"
	"go.opentelemetry.io/otel/sdk/trace"
)

func main() {
	ctx := context.Background()
	exporter, err := otlptracehttp.New(ctx)
	if err != nil {
		log.Fatal(err)
	}
	detected, err := lambdadetector.NewResourceDetector().Detect(ctx)
	if err != nil {
		log.Fatal(err)
	}
	provider := trace.NewTracerProvider(trace.WithBatcher(exporter), trace.WithResource(detected))
	handle := func(context.Context, map[string]any) (string, error) { return "done", nil }
	lambda.Start(otellambda.InstrumentHandler(handle, otellambda.WithTracerProvider(provider),
		otellambda.WithFlusher(provider)))
}
