package otel

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"github.com/aws/aws-lambda-go/events"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/sdk/trace/tracetest"
)

const urlEvent = `{"requestContext":{"domainName":"a.lambda-url.us-east-1.on.aws","http":{"method":"GET"}},"rawPath":"/"}`

// callStreaming calls a wrapped function that may stream, and returns where its spans go.
func callStreaming(t *testing.T, handler any) (io.Reader, *tracetest.InMemoryExporter) {
	exporter := tracetest.NewInMemoryExporter()
	none := settingsOf("", "")
	own := &telemetry{
		settings: none, propagator: none.propagator(), flushTimeout: time.Minute,
		provider: sdktrace.NewTracerProvider(sdktrace.WithSyncer(exporter)),
	}
	own.policy = beforeResponse{own}
	traced := newFunction(own)
	wrapped := wrap(handler, func() *function { return traced }, nil)
	response, err := wrapped.(func(context.Context, json.RawMessage) (io.Reader, error))(context.Background(), []byte(urlEvent))
	if err != nil {
		t.Fatal(err)
	}
	return response, exporter
}

func TestWrap_streamsPieceByPiece(t *testing.T) {
	reader, writer := io.Pipe()
	response, exporter := callStreaming(t, func() (io.Reader, error) { return reader, nil })
	go func() { _, _ = writer.Write([]byte("first")) }()
	piece := make([]byte, len("first"))
	if _, err := io.ReadFull(response, piece); err != nil || string(piece) != "first" {
		t.Fatalf("the first piece is %q, %v", piece, err)
	}
	if len(exporter.GetSpans()) != 0 {
		t.Error("the span has ended before the response")
	}
	_ = writer.Close()
	if rest, err := io.ReadAll(response); err != nil || len(rest) != 0 {
		t.Errorf("the rest is %q, %v", rest, err)
	}
	if len(exporter.GetSpans()) != 1 {
		t.Errorf("there are %d spans", len(exporter.GetSpans()))
	}
}

func TestWrap_streamedStatusIsReported(t *testing.T) {
	response, exporter := callStreaming(t, func() (*events.LambdaFunctionURLStreamingResponse, error) {
		return &events.LambdaFunctionURLStreamingResponse{StatusCode: 503, Body: strings.NewReader("later")}, nil
	})
	if _, err := io.ReadAll(response); err != nil {
		t.Fatal(err)
	}
	span := exporter.GetSpans()[0]
	if span.Status.Code != codes.Error || !hasAttribute(span, attribute.Int("http.response.status_code", 503)) {
		t.Errorf("the span is %v", span)
	}
}

func TestWrap_errorOfStreamIsReportedAndPassedOn(t *testing.T) {
	broken := errors.New("broken")
	response, exporter := callStreaming(t, func() (any, error) { return iotest.ErrReader(broken), nil })
	if _, err := io.ReadAll(response); !errors.Is(err, broken) {
		t.Errorf("the error is %v", err)
	}
	if span := exporter.GetSpans()[0]; span.Status.Description != "broken" || !hasAttribute(span, attribute.String("error.type", "*errors.errorString")) {
		t.Errorf("the span is %v", span)
	}
}

func hasAttribute(span tracetest.SpanStub, attribute attribute.KeyValue) bool {
	for _, each := range span.Attributes {
		if each == attribute {
			return true
		}
	}
	return false
}
