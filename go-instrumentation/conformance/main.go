// Command conformance is the function of the table in the project's folder conformance/. It is a module of its own,
// since the library shall not require what the function calls out by.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"strings"
	"syscall"

	"github.com/aws/aws-lambda-go/lambda"
	"go.opentelemetry.io/contrib/instrumentation/net/http/otelhttp"
	"go.opentelemetry.io/otel"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/trace"

	otellambda "opentelemetry.io/lambda/otel"
)

// OrderError is an error of the function's own.
type OrderError struct{}

func (OrderError) Error() string { return "no such order: ü" }

type order struct {
	Do     string          `json:"do"`
	Answer json.RawMessage `json:"answer"`
	Text   string          `json:"text"`
	Times  int             `json:"times"`
	URL    string          `json:"url"`
}

func main() {
	otellambda.Setup()
	switch os.Getenv("_HANDLER") {
	case "stream":
		lambda.Start(otellambda.Wrap(stream))
	case "panic":
		lambda.Start(otellambda.Wrap(panics))
	default:
		lambda.Start(otellambda.Wrap(handle))
	}
}

// panics panics with the error that handle returns.
func panics(ctx context.Context, event json.RawMessage) (any, error) {
	response, err := handle(ctx, event)
	if err != nil {
		panic(err)
	}
	return response, nil
}

func stream(ctx context.Context, event json.RawMessage) (io.Reader, error) {
	response, err := handle(ctx, event)
	if err != nil {
		return nil, err
	}
	text, err := json.Marshal(response)
	// a part at a time
	half := len(text) / 2
	return io.MultiReader(strings.NewReader(string(text[:half])), strings.NewReader(string(text[half:]))), err
}

func handle(ctx context.Context, event json.RawMessage) (any, error) {
	var order order
	_ = json.Unmarshal(event, &order) // it may be any event
	switch order.Do {
	case "answer":
		return order.Answer, nil
	case "echo":
		return event, nil
	case "repeat":
		return strings.Repeat(order.Text, order.Times), nil
	case "fail":
		return nil, errors.New("told to fail")
	case "fail-custom":
		return nil, OrderError{}
	case "fail-empty":
		return nil, errors.New("")
	case "call":
		return call(ctx, order.URL), nil
	case "span":
		trace.SpanFromContext(ctx).SetAttributes(attribute.String("own.attribute", "set"))
		_, span := otel.Tracer("conformance").Start(ctx, "work", trace.WithAttributes(attribute.String("user", "ann")))
		span.End()
	case "log":
		fmt.Fprintln(os.Stderr, order.Text)
	case "exit":
		os.Exit(3)
	case "kill":
		_ = syscall.Kill(os.Getpid(), syscall.SIGKILL)
	case "hang":
		<-make(chan struct{})
	case "spin":
		for { //nolint:staticcheck // that it computes for ever is the case
		}
	}
	return map[string]any{"statusCode": 201, "body": "done"}, nil
}

func call(ctx context.Context, url string) any {
	client := http.Client{Transport: otelhttp.NewTransport(&http.Transport{},
		otelhttp.WithSpanNameFormatter(func(_ string, request *http.Request) string { return request.Method }))}
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, url, http.NoBody)
	if err != nil {
		return map[string]any{"status": 0}
	}
	response, err := client.Do(request)
	if err != nil {
		return map[string]any{"status": 0}
	}
	defer func() { _ = response.Body.Close() }()
	result := map[string]any{"status": response.StatusCode}
	var body struct {
		Headers map[string]string `json:"headers"`
	}
	if json.NewDecoder(response.Body).Decode(&body) == nil && body.Headers != nil {
		result["headers"] = body.Headers
	}
	return result
}
