// Package otel traces the invocations of an AWS Lambda function written in Go.
//
//	func main() {
//		otel.Setup()
//		lambda.Start(otel.Wrap(handler))
//	}
//
// [Setup] makes OpenTelemetry's SDK from the variables OTEL_*, and registers it globally. [Wrap] takes every handler
// that [lambda.Start] takes. Each invocation gets a span as the semantic conventions want it
// (https://opentelemetry.io/docs/specs/semconv/faas/aws-lambda/): named after the trigger, with the parent that the
// event, the client context or X-Ray names, and links to the senders of messages. Event, response and error stay as
// they are.
//
// What was reported leaves before the response, or after it with OTEL_LAMBDA_FLUSH=after-response; a backend that is
// slow or gone never makes an invocation time out.
//
// A function that also imports go.opentelemetry.io/otel names one of the two packages otherwise:
//
//	import otellambda "opentelemetry.io/lambda/otel"
package otel
