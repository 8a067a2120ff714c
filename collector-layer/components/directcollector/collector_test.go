package directcollector

import (
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/pdata/plog"
	"go.opentelemetry.io/collector/pdata/pmetric"
	"go.opentelemetry.io/collector/pdata/ptrace"
	"go.uber.org/goleak"
	"go.uber.org/zap"

	"opentelemetry.io/lambda/collector/internal/lambdatest"
)

func TestMain(m *testing.M) {
	goleak.VerifyTestMain(m, goleak.IgnoreAnyFunction("net/http.(*persistConn).readLoop"), goleak.IgnoreAnyFunction("net/http.(*persistConn).writeLoop"))
}

// backend keeps the requests that it takes, by their paths.
type backend struct {
	*httptest.Server
	mu       sync.Mutex
	requests map[string][][]byte
	answer   func(body []byte) int // with a status
}

func newBackend(t *testing.T) *backend {
	b := &backend{requests: map[string][][]byte{}, answer: func([]byte) int { return http.StatusOK }}
	b.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		reader := io.Reader(r.Body)
		if r.Header.Get("Content-Encoding") == "gzip" {
			unzipped, err := gzip.NewReader(r.Body)
			if err != nil {
				t.Error(err)
				return
			}
			reader = unzipped
		}
		body, err := io.ReadAll(reader)
		if err != nil {
			t.Error(err)
		}
		if status := b.answer(body); status != http.StatusOK {
			w.WriteHeader(status)
			return
		}
		b.mu.Lock()
		defer b.mu.Unlock()
		b.requests[r.URL.Path] = append(b.requests[r.URL.Path], body)
	}))
	t.Cleanup(b.Close)
	return b
}

// spans returns the names of those of each request.
func (b *backend) spans(t *testing.T) [][]string {
	t.Helper()
	b.mu.Lock()
	defer b.mu.Unlock()
	var requests [][]string
	for _, body := range b.requests["/v1/traces"] {
		traces, err := (&ptrace.ProtoUnmarshaler{}).UnmarshalTraces(body)
		if err != nil {
			t.Fatal(err)
		}
		var names []string
		for _, resource := range traces.ResourceSpans().All() {
			for _, scope := range resource.ScopeSpans().All() {
				for _, span := range scope.Spans().All() {
					names = append(names, span.Name())
				}
			}
		}
		requests = append(requests, names)
	}
	return requests
}

func (b *backend) count(path string) int {
	b.mu.Lock()
	defer b.mu.Unlock()
	return len(b.requests[path])
}

func spansOf(name, invocation string) ptrace.Traces {
	traces := ptrace.NewTraces()
	span := traces.ResourceSpans().AppendEmpty().ScopeSpans().AppendEmpty().Spans().AppendEmpty()
	span.SetName(name)
	span.SetTraceID([16]byte{7})
	span.SetSpanID([8]byte{8})
	if invocation != "" {
		span.SetKind(ptrace.SpanKindServer)
		span.Attributes().PutStr("faas.invocation_id", invocation)
	}
	return traces
}

func protobufOf(t *testing.T, traces ptrace.Traces) []byte {
	t.Helper()
	body, err := (&ptrace.ProtoMarshaler{}).MarshalTraces(traces)
	if err != nil {
		t.Fatal(err)
	}
	return body
}

func jsonOf(t *testing.T, traces ptrace.Traces) []byte {
	t.Helper()
	body, err := (&ptrace.JSONMarshaler{}).MarshalTraces(traces)
	if err != nil {
		t.Fatal(err)
	}
	return body
}

func zipped(body []byte) []byte {
	var out bytes.Buffer
	writer := gzip.NewWriter(&out)
	_, _ = writer.Write(body)
	_ = writer.Close()
	return out.Bytes()
}

func post(t *testing.T, url, kind, encoding string, body []byte) (int, string) {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, url, bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Content-Type", kind)
	if encoding != "" {
		request.Header.Set("Content-Encoding", encoding)
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	text, _ := io.ReadAll(response.Body)
	return response.StatusCode, string(text)
}

func freePort(t *testing.T) string {
	t.Helper()
	socket, err := net.Listen("tcp", "localhost:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = socket.Close() }()
	_, port, _ := net.SplitHostPort(socket.Addr().String())
	return port
}

const (
	protobuf = "application/x-protobuf"
	jsonType = "application/json"
)

// TestRun_inLambda is the only one that registers, which a process does once.
func TestRun_inLambda_anInvocationsRequestsAreMerged(t *testing.T) {
	lambda := lambdatest.New(t)
	backend := newBackend(t)
	port := freePort(t)
	t.Setenv("AWS_LAMBDA_RUNTIME_API", lambda.Address())
	t.Setenv("OTEL_LAMBDA_COLLECTOR_PORT", port)
	t.Setenv("OTEL_LAMBDA_COLLECTOR_GRPC_PORT", freePort(t))
	t.Setenv("OTEL_LAMBDA_COLLECTOR_ENDPOINT", backend.URL)
	ended := make(chan error, 1)
	go func() { ended <- direct.Run(context.Background(), []string{defaultFile}) }()
	await(t, lambda)
	lambda.Invoke("id-1", time.Minute)
	url := "http://localhost:" + port + "/v1/traces"
	for _, request := range []struct {
		kind, encoding string
		body           []byte
	}{
		{protobuf, "", protobufOf(t, spansOf("a", "id-1"))},
		{protobuf, "gzip", zipped(protobufOf(t, spansOf("b", "")))},
		{jsonType, "", jsonOf(t, spansOf("c", ""))},
		{protobuf, "", protobufOf(t, spansOf(strings.Repeat("d", 2000), ""))},
	} {
		if status, text := post(t, url, request.kind, request.encoding, request.body); status != http.StatusOK {
			t.Errorf("%d %s", status, text)
		}
	}
	lambda.Tell([2]string{"platform.start", `{"requestId":"id-1"}`}, [2]string{"function", `"a line\n"`})
	lambda.Done("id-1")
	await(t, lambda)
	got := backend.spans(t)
	if want := []string{"a", "b", "c", strings.Repeat("d", 2000), "invocation"}; !slices.Equal(slices.Concat(got...), want) {
		t.Errorf("received %q", got)
	}
	checkTelemetry(t, backend)
	checkMerging(t, lambda, backend, url)
	lambda.Shutdown()
	if err := <-ended; err != nil {
		t.Error(err)
	}
	http.DefaultClient.CloseIdleConnections()
}

// checkMerging invokes until the posts of an invocation arrive as one request: one that comes before the extension has
// handled the event leaves by itself.
func checkMerging(t *testing.T, lambda *lambdatest.Lambda, backend *backend, url string) {
	t.Helper()
	var merged bool
	for i := 0; i < 50 && !merged; i++ {
		before := backend.count("/v1/traces")
		id := fmt.Sprintf("id-%d", i+2)
		lambda.Invoke(id, time.Minute)
		for _, name := range []string{"e", "f", "g"} {
			if status, text := post(t, url, protobuf, "", protobufOf(t, spansOf(name, ""))); status != http.StatusOK {
				t.Errorf("%d %s", status, text)
			}
		}
		lambda.Done(id)
		await(t, lambda)
		merged = backend.count("/v1/traces") == before+1
	}
	if !merged {
		t.Error("requests are not merged")
	}
}

func await(t *testing.T, lambda *lambdatest.Lambda) {
	t.Helper()
	if !lambda.AwaitNext(time.Minute) {
		t.Fatal("no next")
	}
}

// checkTelemetry looks for what Lambda has told: a metric, and a line with the trace of the function's span.
func checkTelemetry(t *testing.T, backend *backend) {
	t.Helper()
	backend.mu.Lock()
	defer backend.mu.Unlock()
	if len(backend.requests["/v1/logs"]) != 1 || len(backend.requests["/v1/metrics"]) != 1 {
		t.Fatalf("%d and %d requests", len(backend.requests["/v1/logs"]), len(backend.requests["/v1/metrics"]))
	}
	logs, err1 := (&plog.ProtoUnmarshaler{}).UnmarshalLogs(backend.requests["/v1/logs"][0])
	metrics, err2 := (&pmetric.ProtoUnmarshaler{}).UnmarshalMetrics(backend.requests["/v1/metrics"][0])
	if err1 != nil || err2 != nil {
		t.Fatal(err1, err2)
	}
	line := logs.ResourceLogs().At(0).ScopeLogs().At(0).LogRecords().At(0)
	if line.Body().Str() != "a line" || line.TraceID() != [16]byte{7} || line.SpanID() != [8]byte{8} {
		t.Errorf("%v %v %v", line.Body(), line.TraceID(), line.SpanID())
	}
	if metrics.DataPointCount() == 0 {
		t.Error("no data points")
	}
}

// alone stands in for the extension outside of Lambda.
type alone struct{ component.Component }

func (alone) Start(context.Context, component.Host) error { return nil }
func (alone) Shutdown(context.Context) error              { return nil }
func (alone) Ready() error                                { return nil }
func (alone) NotReady() error                             { return nil }

// run runs a config until the returned function is called.
func run(t *testing.T, text string) func() {
	t.Helper()
	return runWith(t, text, zap.NewNop())
}

func runWith(t *testing.T, text string, logger *zap.Logger) func() {
	t.Helper()
	config, err := direct.resolve(t.Context(), []string{"yaml:" + text}, nil)
	if err != nil {
		t.Fatal(err)
	}
	pipelines, err := newPipelines(config, direct.buildInfo(), logger)
	if err != nil {
		t.Fatal(err)
	}
	pipelines.extension, pipelines.host = alone{}, host{}
	ctx, cancel := context.WithCancel(t.Context())
	if err := pipelines.start(ctx); err != nil {
		t.Fatal(err)
	}
	return func() {
		cancel()
		http.DefaultClient.CloseIdleConnections()
		if err := pipelines.shutdown(context.Background()); err != nil {
			t.Error(err)
		}
	}
}

func TestRun_severalExportersAndAForwardConnector_eachGetsAll(t *testing.T) {
	first, second, third := newBackend(t), newBackend(t), newBackend(t)
	port := freePort(t)
	stop := run(t, `{receivers: {otlp: {protocols: {http: {endpoint: "localhost:`+port+`"}}}, otlp/unused: {protocols: {http: }}},
connectors: {forward: }, processors: {batch: , lambda_queue: {max_bytes: 100000}},
exporters: {otlphttp: {endpoint: "`+first.URL+`"}, otlp_http/2: {endpoint: "`+second.URL+`", compression: none},
  otlp_http/3: {traces_endpoint: "`+third.URL+`/v1/traces", logs_endpoint: "`+third.URL+`/other"}},
service: {pipelines: {traces: {receivers: [otlp], processors: [batch], exporters: [otlphttp, otlp_http/2, forward]},
  traces/3: {receivers: [forward], exporters: [otlp_http/3]}, logs: {receivers: [otlp], exporters: [otlp_http/3]}}}}`)
	long := strings.Repeat("a", 2000)
	if status, text := post(t, "http://localhost:"+port+"/v1/traces", protobuf, "", protobufOf(t, spansOf(long, ""))); status != http.StatusOK {
		t.Errorf("%d %s", status, text)
	}
	if status, _ := post(t, "http://localhost:"+port+"/v1/metrics", protobuf, "", nil); status != http.StatusNotFound {
		t.Errorf("metrics: %d", status)
	}
	logs := plog.NewLogs()
	logs.ResourceLogs().AppendEmpty().ScopeLogs().AppendEmpty().LogRecords().AppendEmpty().Body().SetStr("a")
	body, _ := (&plog.ProtoMarshaler{}).MarshalLogs(logs)
	post(t, "http://localhost:"+port+"/v1/logs", protobuf, "", body)
	stop()
	for i, backend := range []*backend{first, second, third} {
		if got := backend.spans(t); len(got) != 1 || !slices.Equal(got[0], []string{long}) {
			t.Errorf("backend %d: %q", i+1, got)
		}
	}
	if third.count("/other") != 1 {
		t.Error("no logs")
	}
}

func TestReceive_whatIsNoRequest(t *testing.T) {
	backend := newBackend(t)
	port := freePort(t)
	stop := run(t, `{receivers: {otlp: {protocols: {http: {endpoint: "localhost:`+port+`"}}}}, exporters: {otlp_http: {endpoint: "`+backend.URL+`"}},
service: {pipelines: {traces: {receivers: [otlp], exporters: [otlp_http]}}}}`)
	url := "http://localhost:" + port + "/v1/traces"
	for body, want := range map[string]int{"": 200, "x": 400, "\x0a\x05": 400} {
		if status, text := post(t, url, protobuf, "", []byte(body)); status != want {
			t.Errorf("%q: %d %s", body, status, text)
		}
	}
	for body, want := range map[string]int{"{}": 200, "{": 400} {
		if status, text := post(t, url, jsonType, "", []byte(body)); status != want {
			t.Errorf("%q: %d %s", body, status, text)
		}
	}
	stop()
	if got := backend.count("/v1/traces"); got != 0 {
		t.Errorf("%d requests without a span", got)
	}
}

func TestValidate(t *testing.T) {
	const parts = "receivers: {otlp: {protocols: {http: }}}\nexporters: {otlp_http: {endpoint: 'http://x'}}\n"
	for text, want := range map[string]string{
		parts + "service: {pipelines: {traces: {receivers: [otlp], exporters: [otlp_http]}}}":                                                        "",
		parts + "service: {extensions: [lambda], telemetry: {logs: {level: debug}}, pipelines: {logs: {receivers: [otlp], exporters: [otlp_http]}}}": "",
		parts + "service: {pipelines: {traces: {receivers: [otlp], processors: [filter], exporters: [otlp_http]}}}":                                  `references processor "filter" which is not configured`,
		parts + "service: {pipelines: {traces: {receivers: [nosuch], exporters: [otlp_http]}}}":                                                      `service::pipelines::traces: references receiver "nosuch"`,
		parts + "service: {pipelines: {traces: {receivers: [], exporters: [otlp_http]}}}":                                                            "at least one receiver",
		parts + "service: {pipelines: {traces: {receivers: [otlp]}}}":                                                                                "at least one exporter",
		parts + "service: {pipelines: {entities: {receivers: [otlp], exporters: [otlp_http]}}}":                                                      `unknown signal "entities"`,
		parts + "service: {extensions: [x], pipelines: {traces: {receivers: [otlp], exporters: [otlp_http]}}}":                                       `references extension "x"`,
		parts + "service: {telemetry: {logs: {level: loud}}, pipelines: {traces: {receivers: [otlp], exporters: [otlp_http]}}}":                      "service::telemetry",
		parts + "connectors: {forward: }\nservice: {pipelines: {traces: {receivers: [otlp], exporters: [forward]}}}":                                 `connector "forward" used as exporter in traces pipeline but not used`,
		parts + "connectors: {forward: }\nservice: {pipelines: {traces: {receivers: [forward, otlp], exporters: [forward]}}}":                        "cycle detected",
		parts + "processors: {filter: }\nservice: {pipelines: {traces: {receivers: [otlp], exporters: [otlp_http]}}}":                                "processors::filter: this layer has no filter, but lambda_queue",
		parts + "servce: {}": "servce",
		parts:                "service",
		"exporters: {otlp_http: {}}\nservice: {pipelines: {traces: {receivers: [otlp], exporters: [otlp_http]}}}":              "exporters::otlp_http: either endpoint",
		"exporters: {otlp_http: {endpont: x}}\nservice: {pipelines: {traces: {receivers: [otlp], exporters: [otlp_http]}}}":    "has invalid keys: endpont",
		"receivers: {telemetryapi: {types: [x]}}\nservice: {pipelines: {traces: {receivers: [otlp], exporters: [otlp_http]}}}": "receivers::telemetryapi: types",
		"receivers: {otlp: {protocols: {http: }}}\nexporters: {otlp_http: {logs_endpoint: 'http://x'}}\n" +
			"service: {pipelines: {traces: {receivers: [otlp], exporters: [otlp_http]}}}": "exporters::otlp_http: either endpoint or the signal's own",
	} {
		file := filepath.Join(t.TempDir(), "config.yaml")
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		err := direct.Validate(t.Context(), []string{"file:" + file})
		if want == "" && err != nil || want != "" && (err == nil || !strings.Contains(err.Error(), want)) {
			t.Errorf("%s: %v", text, err)
		}
	}
}

func TestList(t *testing.T) {
	var text bytes.Buffer
	if err := direct.List(&text); err != nil || !strings.Contains(text.String(), "exporter otlp_http\n") {
		t.Errorf("%s %v", &text, err)
	}
}
