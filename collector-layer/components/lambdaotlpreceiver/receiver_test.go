package lambdaotlpreceiver

import (
	"bytes"
	"compress/gzip"
	"compress/zlib"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/component/componenttest"
	"go.opentelemetry.io/collector/confmap"
	"go.opentelemetry.io/collector/consumer/consumererror"
	"go.opentelemetry.io/collector/consumer/consumertest"
	"go.opentelemetry.io/collector/pdata/ptrace"
	"go.opentelemetry.io/collector/pdata/ptrace/ptraceotlp"
	"go.opentelemetry.io/collector/receiver"
	"go.uber.org/goleak"
	"go.uber.org/zap"
	"go.yaml.in/yaml/v3"

	"opentelemetry.io/lambda/collector/internal/otlpserver"
)

func TestMain(m *testing.M) {
	goleak.VerifyTestMain(m)
}

// start returns the URL of a receiver of all signals.
func start(t *testing.T, next consumertest.Consumer) string {
	t.Helper()
	url, _ := startBoth(t, next)
	return url
}

// startBoth returns the URL, and the address for gRPC.
func startBoth(t *testing.T, next consumertest.Consumer) (string, string) {
	t.Helper()
	config := &otlpserver.Config{Protocols: otlpserver.Protocols{GRPC: otlpserver.Protocol{Endpoint: freeAddress(t)}, HTTP: otlpserver.Protocol{Endpoint: freeAddress(t)}}}
	startWith(t, config, next, zap.NewNop())
	return "http://" + config.Protocols.HTTP.Endpoint, config.Protocols.GRPC.Endpoint
}

func freeAddress(t *testing.T) string {
	t.Helper()
	socket, err := net.Listen("tcp", "localhost:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = socket.Close() }()
	return socket.Addr().String()
}

func startWith(t *testing.T, config *otlpserver.Config, next consumertest.Consumer, logger *zap.Logger) {
	t.Helper()
	factory := NewFactory()
	settings := receiver.Settings{ID: component.NewID(Type), TelemetrySettings: component.TelemetrySettings{Logger: logger}}
	traces, err1 := factory.CreateTraces(t.Context(), settings, config, next)
	metrics, err2 := factory.CreateMetrics(t.Context(), settings, config, next)
	logs, err3 := factory.CreateLogs(t.Context(), settings, config, next)
	if err := errors.Join(err1, err2, err3); err != nil {
		t.Fatal(err)
	}
	for _, created := range []component.Component{traces, metrics, logs} {
		if err := created.Start(t.Context(), componenttest.NewNopHost()); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() {
			http.DefaultClient.CloseIdleConnections()
			if err := created.Shutdown(context.Background()); err != nil {
				t.Error(err)
			}
		})
	}
}

func post(t *testing.T, url, contentType, encoding string, body []byte) (int, string) {
	t.Helper()
	request, err := http.NewRequest(http.MethodPost, url, bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Content-Type", contentType)
	if encoding != "" {
		request.Header.Set("Content-Encoding", encoding)
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	content, _ := io.ReadAll(response.Body)
	return response.StatusCode, string(content)
}

func request(t *testing.T) ptraceotlp.ExportRequest {
	t.Helper()
	traces := ptrace.NewTraces()
	traces.ResourceSpans().AppendEmpty().ScopeSpans().AppendEmpty().Spans().AppendEmpty().SetName("a")
	return ptraceotlp.NewExportRequestFromTraces(traces)
}

func TestReceive_isOTLP(t *testing.T) {
	proto, err := request(t).MarshalProto()
	if err != nil {
		t.Fatal(err)
	}
	json, err := request(t).MarshalJSON()
	if err != nil {
		t.Fatal(err)
	}
	var zipped bytes.Buffer
	writer := gzip.NewWriter(&zipped)
	_, _ = writer.Write(proto)
	_ = writer.Close()

	var deflated bytes.Buffer
	deflater := zlib.NewWriter(&deflated)
	_, _ = deflater.Write(proto)
	_ = deflater.Close()

	sink := new(consumertest.TracesSink)
	url := start(t, spanKeeper{consumertest.NewNop(), sink})
	for _, test := range []struct {
		contentType, encoding string
		body                  []byte
		answer                string
	}{
		{"application/x-protobuf", "", proto, ""},
		{"application/x-protobuf", "gzip", zipped.Bytes(), ""},
		{"application/x-protobuf", "deflate", deflated.Bytes(), ""},
		{"application/json; charset=utf-8", "", json, "{}"},
	} {
		sink.Reset()
		if status, answer := post(t, url+"/v1/traces", test.contentType, test.encoding, test.body); status != 200 || answer != test.answer {
			t.Errorf("%s: %d %q", test.contentType, status, answer)
		}
		if sink.SpanCount() != 1 {
			t.Errorf("%s: %d spans", test.contentType, sink.SpanCount())
		}
	}
	for _, signal := range []string{"metrics", "logs"} {
		if status, _ := post(t, url+"/v1/"+signal, "application/x-protobuf", "", nil); status != 200 {
			t.Errorf("%s: %d", signal, status)
		}
	}
}

// spanKeeper takes all signals, of which it keeps spans.
type spanKeeper struct {
	consumertest.Consumer
	sink *consumertest.TracesSink
}

func (c spanKeeper) ConsumeTraces(ctx context.Context, traces ptrace.Traces) error {
	return c.sink.ConsumeTraces(ctx, traces)
}

func TestReceive_whatIsBad(t *testing.T) {
	url := start(t, consumertest.NewNop())
	for _, test := range []struct {
		contentType, encoding, body string
		status                      int
	}{
		{"text/plain", "", "", 415},
		{"application/x-protobuf", "zstd", "", 415},
		{"application/x-protobuf", "", "no protobuf", 400},
		{"application/json", "", "{", 400},
		{"application/x-protobuf", "gzip", "no gzip", 400},
		{"application/x-protobuf", "", strings.Repeat("x", otlpserver.MaxMessageBytes+1), 413},
	} {
		if status, _ := post(t, url+"/v1/traces", test.contentType, test.encoding, []byte(test.body)); status != test.status {
			t.Errorf("%s %s: %d, not %d", test.contentType, test.encoding, status, test.status)
		}
	}
}

// throttling asks to be tried again later.
type throttling struct{ error }

func (throttling) RetryAfter() time.Duration { return 1500 * time.Millisecond }

func TestReceive_whatIsRefused(t *testing.T) {
	body, err := request(t).MarshalProto()
	if err != nil {
		t.Fatal(err)
	}
	for err, want := range map[error]int{
		errors.New("later"):                             503,
		consumererror.NewPermanent(errors.New("never")): 400,
		fmt.Errorf("full: %w", throttling{io.EOF}):      429,
	} {
		url := start(t, consumertest.NewErr(err))
		if status, _ := post(t, url+"/v1/traces", "application/x-protobuf", "", body); status != want {
			t.Errorf("%v: %d", err, status)
		}
	}
}

func TestReceive_whatIsThrottled_isToldHowLongToWait(t *testing.T) {
	body, err := request(t).MarshalProto()
	if err != nil {
		t.Fatal(err)
	}
	url := start(t, consumertest.NewErr(throttling{io.EOF}))
	response, err := http.Post(url+"/v1/traces", "application/x-protobuf", bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	_ = response.Body.Close()
	if got := response.Header.Get("Retry-After"); got != "2" {
		t.Errorf("Retry-After: %q", got)
	}
}

func TestReceive_withoutItems_isNotPassedOn(t *testing.T) {
	url := start(t, consumertest.NewErr(errors.New("it is passed on")))
	for _, signal := range []string{"traces", "metrics", "logs"} {
		if status, _ := post(t, url+"/v1/"+signal, "application/json", "", []byte("{}")); status != 200 {
			t.Errorf("%s: %d", signal, status)
		}
	}
}

func TestConfig_protocols(t *testing.T) {
	for text, want := range map[string]otlpserver.Protocols{
		"{http: , grpc: }":                       {GRPC: otlpserver.Protocol{Endpoint: "localhost:4317"}, HTTP: otlpserver.Protocol{Endpoint: "localhost:4318"}},
		"{http: }":                               {HTTP: otlpserver.Protocol{Endpoint: "localhost:4318"}},
		"{grpc: {endpoint: 'localhost:1'}}":      {GRPC: otlpserver.Protocol{Endpoint: "localhost:1"}},
		"{grpc: {}, http: {endpoint: 'host:2'}}": {GRPC: otlpserver.Protocol{Endpoint: "localhost:4317"}, HTTP: otlpserver.Protocol{Endpoint: "host:2"}},
		"{}":                                     {},
	} {
		var raw map[string]any
		if err := yaml.Unmarshal([]byte("protocols: "+text), &raw); err != nil {
			t.Fatal(err)
		}
		config := createDefaultConfig().(*otlpserver.Config)
		if err := confmap.NewFromStringMap(raw).Unmarshal(config); err != nil {
			t.Fatal(err)
		}
		if config.Protocols != want {
			t.Errorf("%s: %+v", text, config.Protocols)
		}
		if valid := config.Validate() == nil; valid != (want != otlpserver.Protocols{}) {
			t.Errorf("%s: valid is %v", text, valid)
		}
	}
}
