package lambdaotlpreceiver

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"

	"go.opentelemetry.io/collector/consumer/consumererror"
	"go.opentelemetry.io/collector/consumer/consumertest"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/exporters/otlp/otlptrace/otlptracegrpc"
	"go.opentelemetry.io/otel/sdk/trace/tracetest"
	"go.uber.org/zap"
	"go.uber.org/zap/zaptest/observer"

	"opentelemetry.io/lambda/collector/internal/otlpserver"
)

const tracesMethod = "/opentelemetry.proto.collector.trace.v1.TraceService/Export"

func export(t *testing.T, address, value string, options ...otlptracegrpc.Option) error {
	t.Helper()
	options = append(options, otlptracegrpc.WithEndpoint(address), otlptracegrpc.WithInsecure(),
		otlptracegrpc.WithRetry(otlptracegrpc.RetryConfig{Enabled: false}))
	exporter, err := otlptracegrpc.New(t.Context(), options...)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = exporter.Shutdown(context.Background()) }()
	stub := tracetest.SpanStub{Name: "a", Attributes: []attribute.KeyValue{attribute.String("value", value)}}
	return exporter.ExportSpans(t.Context(), tracetest.SpanStubs{stub}.Snapshots())
}

func TestGRPC_theExporterOfGo(t *testing.T) {
	sink := new(consumertest.TracesSink)
	_, address := startBoth(t, spanKeeper{consumertest.NewNop(), sink})
	gzip := otlptracegrpc.WithCompressor("gzip")
	for name, err := range map[string]error{
		"plain":       export(t, address, "x"),
		"gzip":        export(t, address, "x", gzip),
		"large":       export(t, address, strings.Repeat("x", 10<<20)),
		"large, gzip": export(t, address, strings.Repeat("x", 10<<20), gzip),
	} {
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	if sink.SpanCount() != 4 {
		t.Errorf("%d spans", sink.SpanCount())
	}
}

func TestGRPC_errorsAreStatus(t *testing.T) {
	for err, want := range map[error]string{
		errors.New("100 % later"):                       "Unavailable desc = 100 % later",
		consumererror.NewPermanent(errors.New("never")): "InvalidArgument",
	} {
		_, address := startBoth(t, consumertest.NewErr(err))
		if got := export(t, address, "x"); got == nil || !strings.Contains(got.Error(), want) {
			t.Errorf("got %v, want %s", got, want)
		}
	}
	_, address := startBoth(t, consumertest.NewNop())
	if got := export(t, address, strings.Repeat("x", otlpserver.MaxMessageBytes)); got == nil || !strings.Contains(got.Error(), "ResourceExhausted") {
		t.Errorf("%v", got)
	}
}

func frame(flag byte, message string) []byte {
	return append(binary.BigEndian.AppendUint32([]byte{flag}, uint32(len(message))), message...)
}

func TestGRPC_frames(t *testing.T) {
	_, address := startBoth(t, consumertest.NewNop())
	transport := &http.Transport{Protocols: new(http.Protocols)}
	transport.Protocols.SetUnencryptedHTTP2(true)
	defer transport.CloseIdleConnections()
	for name, test := range map[string]struct {
		path, encoding string
		body           []byte
		status, answer string
	}{
		"empty message":       {tracesMethod, "", frame(0, ""), "0", string(frame(0, ""))},
		"no frame":            {tracesMethod, "", nil, "13", ""},
		"a cut frame":         {tracesMethod, "", frame(0, "abc")[:6], "13", ""},
		"no protobuf":         {tracesMethod, "", frame(0, "no protobuf"), "3", ""},
		"another compression": {tracesMethod, "snappy", frame(1, "abc"), "12", ""},
		"no gzip":             {tracesMethod, "gzip", frame(1, "abc"), "13", ""},
		"too large":           {tracesMethod, "", []byte{0, 0xff, 0xff, 0xff, 0xff}, "8", ""},
		"no such method":      {"/x/y", "", frame(0, ""), "12", ""},
	} {
		request, err := http.NewRequest(http.MethodPost, "http://"+address+test.path, bytes.NewReader(test.body))
		if err != nil {
			t.Fatal(err)
		}
		request.Header.Set("Content-Type", "application/grpc")
		request.Header.Set("Grpc-Encoding", test.encoding)
		response, err := transport.RoundTrip(request)
		if err != nil {
			t.Fatal(err)
		}
		content, _ := io.ReadAll(response.Body)
		_ = response.Body.Close()
		if status := response.Trailer.Get("Grpc-Status"); status != test.status || string(content) != test.answer {
			t.Errorf("%s: %s %q", name, status, content)
		}
	}
}

func TestGRPC_itsPortIsTaken_HTTPIsReceived(t *testing.T) {
	taken, err := net.Listen("tcp", "localhost:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = taken.Close() }()
	core, lines := observer.New(zap.WarnLevel)
	config := &otlpserver.Config{Protocols: otlpserver.Protocols{GRPC: otlpserver.Protocol{Endpoint: taken.Addr().String()}, HTTP: otlpserver.Protocol{Endpoint: freeAddress(t)}}}
	startWith(t, config, consumertest.NewNop(), zap.New(core))
	if status, _ := post(t, "http://"+config.Protocols.HTTP.Endpoint+"/v1/traces", "application/x-protobuf", "", nil); status != 200 {
		t.Errorf("%d", status)
	}
	if lines.Len() != 1 {
		t.Errorf("%v", lines.All())
	}
}
