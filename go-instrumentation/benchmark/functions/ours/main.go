// Command ours is the function with this project's instrumentation.
package main

import (
	"context"

	"github.com/aws/aws-lambda-go/lambda"

	"opentelemetry.io/lambda/otel"
)

func main() {
	otel.Setup()
	lambda.Start(otel.Wrap(func(context.Context, map[string]any) (string, error) { return "done", nil }))
}
