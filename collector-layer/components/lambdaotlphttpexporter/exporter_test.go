package lambdaotlphttpexporter

import (
	"compress/gzip"
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/component/componenttest"
	"go.opentelemetry.io/collector/config/configopaque"
	"go.opentelemetry.io/collector/consumer/consumererror"
	"go.opentelemetry.io/collector/exporter"
	"go.opentelemetry.io/collector/pdata/plog"
	"go.opentelemetry.io/collector/pdata/pmetric"
	"go.opentelemetry.io/collector/pdata/ptrace"
	"go.opentelemetry.io/collector/pdata/ptrace/ptraceotlp"
	"go.uber.org/goleak"
	"go.uber.org/zap"
	"go.uber.org/zap/zaptest/observer"

	"opentelemetry.io/lambda/collector/internal/otlphttp"
)

func TestMain(m *testing.M) {
	goleak.VerifyTestMain(m)
}

type received struct {
	path   string
	header http.Header
	body   []byte
}

// backend answers with a status and a body.
func backend(t *testing.T, status int, answer []byte) (string, *received) {
	t.Helper()
	var last received
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body := io.Reader(r.Body)
		if r.Header.Get("Content-Encoding") == "gzip" {
			body, _ = gzip.NewReader(r.Body)
		}
		content, _ := io.ReadAll(body)
		last = received{r.URL.Path, r.Header, content}
		w.Header().Set("Content-Type", "application/x-protobuf")
		w.WriteHeader(status)
		_, _ = w.Write(answer)
	}))
	t.Cleanup(server.Close)
	return server.URL, &last
}

func settings(logger *zap.Logger) exporter.Settings {
	return exporter.Settings{
		ID:                component.NewID(Type),
		TelemetrySettings: component.TelemetrySettings{Logger: logger},
		BuildInfo:         component.BuildInfo{Description: "Collector", Version: "1"},
	}
}

func spans(name string) ptrace.Traces {
	traces := ptrace.NewTraces()
	traces.ResourceSpans().AppendEmpty().ScopeSpans().AppendEmpty().Spans().AppendEmpty().SetName(name)
	return traces
}

func newTraces(t *testing.T, config *otlphttp.Config, logger *zap.Logger, host component.Host) exporter.Traces {
	t.Helper()
	created, err := NewFactory().CreateTraces(t.Context(), settings(logger), config)
	if err != nil {
		t.Fatal(err)
	}
	if err := created.Start(t.Context(), host); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = created.Shutdown(context.Background()) })
	return created
}

func TestExport_isOTLP(t *testing.T) {
	for _, name := range []string{"short", strings.Repeat("long enough to be compressed ", 100)} {
		url, last := backend(t, http.StatusOK, nil)
		config := &otlphttp.Config{Endpoint: url + "/", Compression: "gzip", Headers: map[string]configopaque.String{"api-key": "k"}}
		exporter := newTraces(t, config, zap.NewNop(), componenttest.NewNopHost())
		if err := exporter.ConsumeTraces(t.Context(), spans(name)); err != nil {
			t.Fatal(err)
		}
		request := ptraceotlp.NewExportRequest()
		if err := request.UnmarshalProto(last.body); err != nil {
			t.Fatal(err)
		}
		if got := request.Traces().ResourceSpans().At(0).ScopeSpans().At(0).Spans().At(0).Name(); got != name {
			t.Errorf("received %q", got)
		}
		if last.path != "/v1/traces" || last.header.Get("api-key") != "k" || last.header.Get("User-Agent") != "Collector/1" {
			t.Errorf("%s %v", last.path, last.header)
		}
		if compressed := last.header.Get("Content-Encoding") == "gzip"; compressed != (len(name) > 1024) {
			t.Errorf("compressed: %v", compressed)
		}
	}
}

func TestExport_otherSignals(t *testing.T) {
	url, last := backend(t, http.StatusOK, nil)
	config := &otlphttp.Config{Endpoint: url, LogsEndpoint: url + "/logs"}
	metrics, err := NewFactory().CreateMetrics(t.Context(), settings(zap.NewNop()), config)
	if err != nil {
		t.Fatal(err)
	}
	if err := metrics.ConsumeMetrics(t.Context(), pmetric.NewMetrics()); err != nil || last.path != "/v1/metrics" {
		t.Errorf("%s %v", last.path, err)
	}
	logs, err := NewFactory().CreateLogs(t.Context(), settings(zap.NewNop()), config)
	if err != nil {
		t.Fatal(err)
	}
	if err := logs.ConsumeLogs(t.Context(), plog.NewLogs()); err != nil || last.path != "/logs" {
		t.Errorf("%s %v", last.path, err)
	}
	_ = metrics.Shutdown(t.Context())
	_ = logs.Shutdown(t.Context())
}

func TestExport_status(t *testing.T) {
	for status, permanent := range map[int]bool{400: true, 401: true, 404: true, 413: true, 500: true, 429: false, 502: false, 503: false, 504: false} {
		url, _ := backend(t, status, []byte("why"))
		err := newTraces(t, &otlphttp.Config{Endpoint: url}, zap.NewNop(), componenttest.NewNopHost()).ConsumeTraces(t.Context(), spans("a"))
		if err == nil || consumererror.IsPermanent(err) != permanent || !strings.Contains(err.Error(), "why") {
			t.Errorf("%d: %v", status, err)
		}
	}
}

func TestExport_partialSuccess_isTold(t *testing.T) {
	response := ptraceotlp.NewExportResponse()
	response.PartialSuccess().SetRejectedSpans(300)
	response.PartialSuccess().SetErrorMessage("too old")
	answer, err := response.MarshalProto()
	if err != nil {
		t.Fatal(err)
	}
	url, _ := backend(t, http.StatusOK, answer)
	core, lines := observer.New(zap.WarnLevel)
	if err := newTraces(t, &otlphttp.Config{Endpoint: url}, zap.New(core), componenttest.NewNopHost()).ConsumeTraces(t.Context(), spans("a")); err != nil {
		t.Fatal(err)
	}
	if lines.Len() != 1 || lines.All()[0].ContextMap()["items"] != uint64(300) || lines.All()[0].ContextMap()["reason"] != "too old" {
		t.Errorf("%v", lines.All())
	}
}

func TestExport_partialSuccessInJSON_isTold(t *testing.T) {
	for body, want := range map[string]uint64{
		`{"partialSuccess":{"rejectedSpans":"300","errorMessage":"too old"}}`:    300,
		`{"partialSuccess":{"rejectedLogRecords":3,"errorMessage":"too old"}}`:   3,
		`{"partialSuccess":{"rejectedDataPoints":"x","errorMessage":"too old"}}`: 0,
		`{"partialSuccess":{"rejectedDataPoints":-1,"errorMessage":"too old"}} `: 0,
	} {
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "application/json; charset=utf-8")
			_, _ = io.WriteString(w, body)
		}))
		core, lines := observer.New(zap.WarnLevel)
		if err := newTraces(t, &otlphttp.Config{Endpoint: server.URL}, zap.New(core), componenttest.NewNopHost()).ConsumeTraces(t.Context(), spans("a")); err != nil {
			t.Fatal(err)
		}
		server.Close()
		if lines.Len() != 1 || lines.All()[0].ContextMap()["items"] != want || lines.All()[0].ContextMap()["reason"] != "too old" {
			t.Errorf("%s: %v", body, lines.All())
		}
	}
}

func TestExport_retryAfter_isPassedOn(t *testing.T) {
	for _, status := range []int{429, 503} {
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Retry-After", "7")
			w.WriteHeader(status)
		}))
		err := newTraces(t, &otlphttp.Config{Endpoint: server.URL}, zap.NewNop(), componenttest.NewNopHost()).ConsumeTraces(t.Context(), spans("a"))
		server.Close()
		var asks interface{ RetryAfter() time.Duration }
		if !errors.As(err, &asks) || asks.RetryAfter() != 7*time.Second || consumererror.IsPermanent(err) {
			t.Errorf("%d: %v", status, err)
		}
	}
}

type signer struct{ component.Component }

func (signer) RoundTripper(base http.RoundTripper) (http.RoundTripper, error) {
	return roundTripper(func(r *http.Request) (*http.Response, error) {
		r.Header.Set("Authorization", "signed")
		return base.RoundTrip(r)
	}), nil
}

type roundTripper func(*http.Request) (*http.Response, error)

func (f roundTripper) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

type host map[component.ID]component.Component

func (h host) GetExtensions() map[component.ID]component.Component { return h }

func TestAuth(t *testing.T) {
	url, last := backend(t, http.StatusOK, nil)
	id := component.MustNewID("signer")
	config := &otlphttp.Config{Endpoint: url, Auth: &otlphttp.Auth{Authenticator: id}}
	if err := newTraces(t, config, zap.NewNop(), host{id: signer{}}).ConsumeTraces(t.Context(), spans("a")); err != nil {
		t.Fatal(err)
	}
	if last.header.Get("Authorization") != "signed" {
		t.Errorf("%v", last.header)
	}
	created, err := NewFactory().CreateTraces(t.Context(), settings(zap.NewNop()), config)
	if err != nil {
		t.Fatal(err)
	}
	if err := created.Start(t.Context(), host{}); err == nil || !strings.Contains(err.Error(), "signer") {
		t.Errorf("%v", err)
	}
}

func TestConfig_thatIsNotValid(t *testing.T) {
	for _, config := range []*otlphttp.Config{
		{}, {Endpoint: "localhost:4318"}, {Endpoint: "ftp://x"}, {Endpoint: "http://x", Compression: "zstd"}, {Endpoint: "http://x", Timeout: -1},
	} {
		if config.Validate() == nil {
			t.Errorf("%+v", config)
		}
	}
	if _, err := NewFactory().CreateLogs(t.Context(), settings(zap.NewNop()), &otlphttp.Config{TracesEndpoint: "http://x"}); err == nil {
		t.Error("logs have no endpoint")
	}
}
