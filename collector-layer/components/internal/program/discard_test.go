package program

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"go.opentelemetry.io/collector/confmap"
	"go.opentelemetry.io/otel/exporters/otlp/otlptrace/otlptracegrpc"
	"go.opentelemetry.io/otel/sdk/trace/tracetest"

	"opentelemetry.io/lambda/collector/internal/environment"
	"opentelemetry.io/lambda/collector/internal/lambdatest"
)

// freePort returns a port for the variable, and sets it.
func freePort(t *testing.T, variable string) string {
	t.Helper()
	socket, err := net.Listen("tcp", "localhost:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = socket.Close() }()
	_, port, _ := net.SplitHostPort(socket.Addr().String())
	t.Setenv(variable, port)
	return port
}

func post(t *testing.T, port, contentType string) (int, string) {
	t.Helper()
	response, err := http.Post("http://localhost:"+port+"/v1/traces", contentType, strings.NewReader("{}"))
	if err != nil {
		t.Error(err)
		return 0, ""
	}
	defer func() { _ = response.Body.Close() }()
	content, _ := io.ReadAll(response.Body)
	return response.StatusCode, string(content)
}

// broken is a Collector whose config cannot be had.
type broken struct{}

func (broken) Validate(context.Context, []string) error                         { return errNoConfig }
func (broken) Run(context.Context, []string, ...confmap.ConverterFactory) error { return errNoConfig }
func (broken) List(io.Writer) error                                             { return errNoConfig }

var errNoConfig = errors.New("no config")

func TestServe_withABadConfig_receivesAndDiscards_withOneLine(t *testing.T) {
	lambda := lambdatest.New(t)
	t.Setenv("AWS_LAMBDA_RUNTIME_API", lambda.Address())
	overHTTP, overGRPC := freePort(t, environment.Port), freePort(t, environment.GRPCPort)
	ofFunction := freePort(t, "X")
	t.Setenv("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "http://127.0.0.1:"+ofFunction+"/v1/traces")
	printed := lambdatest.CaptureErrors(t)
	status := make(chan int, 1)
	go func() { status <- serve(broken{}, []string{"broken:x"}) }()
	if !lambda.AwaitNext(time.Minute) {
		t.Fatal("the function waits")
	}
	for _, port := range []string{overHTTP, overGRPC, ofFunction} {
		if status, answer := post(t, port, "application/json"); status != http.StatusOK || answer != "{}" {
			t.Errorf("%d %q", status, answer)
		}
	}
	exporter, err := otlptracegrpc.New(t.Context(), otlptracegrpc.WithEndpoint("localhost:"+overGRPC), otlptracegrpc.WithInsecure(),
		otlptracegrpc.WithRetry(otlptracegrpc.RetryConfig{Enabled: false}))
	if err != nil {
		t.Fatal(err)
	}
	if err := exporter.ExportSpans(t.Context(), tracetest.SpanStubs{{Name: "a"}}.Snapshots()); err != nil {
		t.Error(err)
	}
	_ = exporter.Shutdown(t.Context())
	lambda.Shutdown()
	if got := <-status; got != 0 {
		t.Errorf("status %d", got)
	}
	text := printed()
	if strings.Count(text, "\n") != 2 || !strings.Contains(text, "it has not run; requests discarded: 4\n") || !strings.Contains(text, "it does not run: ") || !strings.Contains(text, "discarding what is sent to localhost:"+overHTTP) {
		t.Errorf("printed %q", text)
	}
}

func TestDiscarder_yieldsToTheCollectorsOwnReceivers(t *testing.T) {
	port := freePort(t, environment.Port)
	freePort(t, environment.GRPCPort)
	instead := &discarder{}
	if line := instead.start(); !strings.Contains(line, port) {
		t.Errorf("%q", line)
	}
	if status, _ := post(t, port, "application/x-protobuf"); status != http.StatusOK {
		t.Errorf("%d", status)
	}
	http.DefaultClient.CloseIdleConnections()
	converter := instead.converter().Create(confmap.ConverterSettings{})
	if err := converter.Convert(t.Context(), confmap.New()); err != nil {
		t.Fatal(err)
	}
	socket, err := net.Listen("tcp", "localhost:"+port)
	if err != nil {
		t.Fatal(err)
	}
	_ = socket.Close()
	if line := instead.start(); line != "" {
		t.Errorf("the Collector has its config, but %q", line)
	}
	if line := instead.takeOver(); !strings.Contains(line, port) {
		t.Errorf("the Collector has ended, but %q", line)
	}
	instead.yield()
}

func TestDiscarder_thePortsAreTaken_itSaysNothing(t *testing.T) {
	for _, variable := range []string{environment.Port, environment.GRPCPort} {
		socket, err := net.Listen("tcp", "localhost:0")
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = socket.Close() }()
		_, port, _ := net.SplitHostPort(socket.Addr().String())
		t.Setenv(variable, port)
	}
	instead := &discarder{}
	if line := instead.start(); line != "" {
		t.Errorf("%q", line)
	}
}
