package otel

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	sdktrace "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/sdk/trace/tracetest"

	"opentelemetry.io/lambda/otel/internal/diagnostics"
)

func TestBudget_leavesReserve(t *testing.T) {
	const unlimited = time.Hour
	for remaining, want := range map[time.Duration]time.Duration{
		30 * time.Second:       29500 * time.Millisecond,
		2 * time.Second:        1800 * time.Millisecond,
		500 * time.Millisecond: 400 * time.Millisecond,
		50 * time.Millisecond:  -50 * time.Millisecond,
	} {
		if got := budget(remaining, unlimited); got != want {
			t.Errorf("of %v there are %v, not %v", remaining, got, want)
		}
	}
	if got := budget(time.Minute, time.Second); got != time.Second {
		t.Errorf("the limit does not count: %v", got)
	}
}

// failing is an exporter that fails as often as is said.
type failing struct {
	tracetest.InMemoryExporter
	times int
	with  error // if not that there is no backend
}

func (f *failing) ExportSpans(ctx context.Context, spans []sdktrace.ReadOnlySpan) error {
	if f.times > 0 {
		f.times--
		if f.with != nil {
			return f.with
		}
		return errors.New("no backend")
	}
	return f.InMemoryExporter.ExportSpans(ctx, spans)
}

func queueWithSpan(exporter sdktrace.SpanExporter, maxSpans, spans int) *spanQueue {
	queue := newSpanQueue(exporter, maxSpans, 512)
	tracer := sdktrace.NewTracerProvider(sdktrace.WithSpanProcessor(queue)).Tracer("")
	for range spans {
		_, span := tracer.Start(context.Background(), "a")
		span.End()
	}
	return queue
}

func TestSpanQueue_exportsAgainAfterPause(t *testing.T) {
	silence(t)
	exporter := &failing{times: 1}
	queue := queueWithSpan(exporter, 10, 1)
	if queue.ForceFlush(context.Background()) == nil {
		t.Fatal("the failure is not told")
	}
	if err := queue.ForceFlush(context.Background()); err != nil || len(exporter.GetSpans()) != 0 {
		t.Fatalf("there is no pause: %v", err)
	}
	queue.resumeAt = time.Time{}
	if err := queue.ForceFlush(context.Background()); err != nil || len(exporter.GetSpans()) != 1 {
		t.Errorf("the span is not exported: %v", err)
	}
}

func TestSpanQueue_exportsAgainAtOnceIfConnectionIsLost(t *testing.T) {
	lines := silence(t)
	for _, lost := range []error{io.EOF, syscall.ECONNRESET, syscall.EPIPE} {
		exporter := &failing{times: 1, with: &url.Error{Op: "Post", URL: "http://localhost", Err: lost}}
		if err := queueWithSpan(exporter, 10, 1).ForceFlush(context.Background()); err != nil || len(exporter.GetSpans()) != 1 {
			t.Errorf("%v: the span is not exported: %v", lost, err)
		}
	}
	if lines.String() != "" {
		t.Errorf("the lines are %s", lines)
	}
}

// slow is an exporter that answers when it is told to.
type slow struct {
	tracetest.InMemoryExporter
	answers chan struct{}
}

func (s *slow) ExportSpans(ctx context.Context, spans []sdktrace.ReadOnlySpan) error {
	<-s.answers
	return s.InMemoryExporter.ExportSpans(ctx, spans)
}

func TestSpanQueue_slowBackendGetsEachSpanOnce(t *testing.T) {
	silence(t)
	exporter := &slow{answers: make(chan struct{})}
	queue := queueWithSpan(exporter, 10, 1)
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Millisecond)
	defer cancel()
	if queue.ForceFlush(ctx) == nil {
		t.Error("a flush that has not waited says nothing")
	}
	if err := queue.ForceFlush(context.Background()); err != nil {
		t.Errorf("a flush waits in the pause: %v", err)
	}
	exporter.answers <- struct{}{}
	queue.exporting <- struct{}{} // the export has ended
	<-queue.exporting
	if err := queue.ForceFlush(context.Background()); err != nil || len(exporter.GetSpans()) != 1 {
		t.Errorf("there are %d spans: %v", len(exporter.GetSpans()), err)
	}
}

func TestSpanQueue_losesSpansAfterThreeFailures(t *testing.T) {
	lines := silence(t)
	exporter := &failing{times: 3}
	queue := queueWithSpan(exporter, 10, 1)
	for range 4 {
		queue.resumeAt = time.Time{}
		_ = queue.ForceFlush(context.Background())
	}
	if len(exporter.GetSpans()) != 0 || !strings.Contains(lines.String(), "[otel] spans are lost: no backend\n") {
		t.Errorf("%d spans, %s", len(exporter.GetSpans()), lines)
	}
}

func TestSpanQueue_isBounded(t *testing.T) {
	lines := silence(t)
	exporter := &failing{}
	queue := queueWithSpan(exporter, 2, 5)
	if err := queue.ForceFlush(context.Background()); err != nil || len(exporter.GetSpans()) != 2 {
		t.Errorf("there are %d spans, %v", len(exporter.GetSpans()), err)
	}
	if strings.Count(lines.String(), "[otel] spans are lost") != 1 {
		t.Errorf("the lines are %s", lines)
	}
}

// flushes counts what a policy asks for.
type flushes chan struct{}

func (f flushes) ForceFlush(context.Context) error {
	f <- struct{}{}
	return nil
}

func TestAfterResponse_flushesWhenInvocationIsDone(t *testing.T) {
	silence(t)
	events := make(chan string, 1)
	address := extensionsServer(t, events)
	flushed := make(flushes, 10)
	own := &telemetry{flusher: flushed, flushTimeout: time.Minute}
	policy := startAfterResponse(own, address)
	for _, id := range []string{"one", "two"} {
		events <- `{"eventType":"INVOKE","requestId":"` + id + `","deadlineMs":99999999999999}`
		policy.afterInvocation(id, time.Now().Add(time.Minute))
		select {
		case <-flushed:
		case <-time.After(30 * time.Second):
			t.Fatal("nothing is flushed")
		}
	}
}

func TestAfterResponse_flushesBeforeResponseIfApiFails(t *testing.T) {
	lines := silence(t)
	flushed := make(flushes, 10)
	own := &telemetry{flusher: flushed, flushTimeout: time.Minute}
	policy := startAfterResponse(own, "127.0.0.1:1")
	policy.afterInvocation("one", time.Now().Add(time.Minute))
	if len(flushed) != 1 || !strings.Contains(lines.String(), "[otel] telemetry leaves before the response") {
		t.Errorf("%d flushes, %s", len(flushed), lines)
	}
}

func TestAfterResponse_flushesBeforeResponseIfNotTold(t *testing.T) {
	silence(t)
	flushed := make(flushes, 10)
	own := &telemetry{flusher: flushed, flushTimeout: time.Minute}
	policy := startAfterResponse(own, extensionsServer(t, make(chan string)))
	for _, id := range []string{"one", "two"} {
		policy.afterInvocation(id, time.Now().Add(time.Minute))
	}
	if len(flushed) != 1 {
		t.Errorf("%d flushes", len(flushed))
	}
}

func extensionsServer(t *testing.T, events chan string) string {
	isOver := make(chan struct{}) // a client may connect again while the server closes
	mux := http.NewServeMux()
	mux.HandleFunc("POST /2020-01-01/extension/register", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Lambda-Extension-Identifier", "an-extension")
	})
	mux.HandleFunc("GET /2020-01-01/extension/event/next", func(w http.ResponseWriter, r *http.Request) {
		select {
		case event := <-events:
			_, _ = w.Write([]byte(event))
		case <-isOver:
		case <-r.Context().Done():
		}
	})
	server := httptest.NewServer(mux)
	t.Cleanup(func() {
		close(isOver)
		server.CloseClientConnections()
		server.Close()
	})
	return strings.TrimPrefix(server.URL, "http://")
}

func TestFlush_endsBeforeDeadlineIfBackendDoesNotAnswer(t *testing.T) {
	silence(t)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = listener.Close() }()
	exporter := newExporter(settings{func(name string) string {
		if name == "OTEL_EXPORTER_OTLP_ENDPOINT" {
			return "http://" + listener.Addr().String()
		}
		return ""
	}})
	queue := queueWithSpan(exporter, 10, 1)
	own := &telemetry{flusher: queue, flushTimeout: time.Hour}
	deadline := time.Now().Add(3 * time.Second)
	own.flushBefore(deadline)
	if !time.Now().Before(deadline) {
		t.Error("the flush has held the invocation beyond its deadline")
	}
}

// silence keeps lines from the test's log, and returns them.
func silence(t *testing.T) *lines {
	lines := &lines{}
	t.Cleanup(diagnostics.SetOutput(lines))
	return lines
}

type lines struct {
	mutex  sync.Mutex
	buffer bytes.Buffer
}

func (l *lines) Write(text []byte) (int, error) {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	return l.buffer.Write(text)
}

func (l *lines) String() string {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	return l.buffer.String()
}
