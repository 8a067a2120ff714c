package otel_test

import (
	"context"
	"fmt"

	"github.com/aws/aws-lambda-go/events"
	"github.com/aws/aws-lambda-go/lambda"

	"opentelemetry.io/lambda/otel"
)

func handle(_ context.Context, request events.APIGatewayV2HTTPRequest) (events.APIGatewayV2HTTPResponse, error) {
	return events.APIGatewayV2HTTPResponse{StatusCode: 200, Body: "order " + request.PathParameters["id"]}, nil
}

// A function's main sets up OpenTelemetry, and starts the traced handler.
func Example() {
	main := func() {
		otel.Setup()
		lambda.Start(otel.Wrap(handle))
	}
	_ = main // it is Lambda that calls it
}

// Without Lambda, such as in a test, a wrapped handler is called like any other.
func ExampleWrap() {
	handler := lambda.NewHandler(otel.Wrap(handle))
	response, err := handler.Invoke(context.Background(), []byte(`{"pathParameters":{"id":"17"}}`))
	fmt.Println(string(response), err)
	// Output: {"statusCode":200,"headers":null,"multiValueHeaders":null,"body":"order 17","cookies":null} <nil>
}

// Options that say how JSON is read and written belong to Wrap.
func ExampleWrap_options() {
	echo := func(event any) (any, error) { return event, nil }
	handler := lambda.NewHandler(otel.Wrap(echo, lambda.WithUseNumber(true)))
	response, err := handler.Invoke(context.Background(), []byte(`12345678901234567890`))
	fmt.Println(string(response), err)
	// Output: 12345678901234567890 <nil>
}
