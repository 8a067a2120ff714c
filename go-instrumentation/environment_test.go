package otel_test

import (
	"bytes"
	"compress/gzip"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	collector "go.opentelemetry.io/proto/otlp/collector/trace/v1"
	tracepb "go.opentelemetry.io/proto/otlp/trace/v1"
	"google.golang.org/protobuf/proto"
)

const timeoutOfTests = time.Minute

const functionARN = "arn:aws:lambda:us-east-1:123456789012:function:orders"

// backend is an OTLP receiver.
type backend struct {
	*httptest.Server
	mutex    sync.Mutex
	received []*tracepb.ResourceSpans
}

func newBackend(t *testing.T) *backend {
	b := &backend{}
	b.Server = httptest.NewServer(http.HandlerFunc(b.receive))
	t.Cleanup(b.Close)
	return b
}

func (b *backend) receive(w http.ResponseWriter, r *http.Request) {
	body := io.Reader(r.Body)
	if r.Header.Get("Content-Encoding") == "gzip" {
		unzipped, err := gzip.NewReader(body)
		if err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		body = unzipped
	}
	text, _ := io.ReadAll(body)
	var request collector.ExportTraceServiceRequest
	if err := proto.Unmarshal(text, &request); err != nil || r.URL.Path != "/v1/traces" {
		http.Error(w, "not traces", http.StatusBadRequest)
		return
	}
	b.mutex.Lock()
	defer b.mutex.Unlock()
	b.received = append(b.received, request.ResourceSpans...)
}

// await returns what has come as soon as there is something.
func (b *backend) await(t *testing.T) []*tracepb.Span {
	var spans []*tracepb.Span
	waitUntil(func() bool {
		spans = spansOf(b.take())
		return len(spans) > 0
	})
	if len(spans) == 0 {
		t.Fatal("nothing has come")
	}
	return spans
}

// waitUntil returns when the condition is met, or the time is up.
func waitUntil(isMet func() bool) {
	for until := time.Now().Add(timeoutOfTests); time.Now().Before(until) && !isMet(); {
		time.Sleep(time.Millisecond)
	}
}

// take returns what was received since the last time.
func (b *backend) take() []*tracepb.ResourceSpans {
	b.mutex.Lock()
	defer b.mutex.Unlock()
	received := b.received
	b.received = nil
	return received
}

func spansOf(received []*tracepb.ResourceSpans) []*tracepb.Span {
	var spans []*tracepb.Span
	for _, resource := range received {
		for _, scope := range resource.ScopeSpans {
			spans = append(spans, scope.Spans...)
		}
	}
	return spans
}

func attributesOf(span *tracepb.Span) map[string]any {
	attributes := map[string]any{}
	for _, each := range span.Attributes {
		switch {
		case each.Value.GetStringValue() != "":
			attributes[each.Key] = each.Value.GetStringValue()
		case strings.HasPrefix(fmt.Sprintf("%T", each.Value.Value), "*v1.AnyValue_Int"):
			attributes[each.Key] = float64(each.Value.GetIntValue())
		case strings.HasPrefix(fmt.Sprintf("%T", each.Value.Value), "*v1.AnyValue_Bool"):
			attributes[each.Key] = each.Value.GetBoolValue()
		default:
			attributes[each.Key] = each.Value.GetStringValue()
		}
	}
	return attributes
}

// answer is what a caller gets.
type answer struct {
	requestID   string
	body        []byte
	contentType string
	isError     bool
	hasEnded    bool // the process has
}

type task struct {
	id       string
	event    []byte
	headers  map[string]string
	deadline time.Time
	answer   chan answer
}

// environment is a function's process with a fake of Lambda's Runtime API and Extensions API, as far as AWS documents
// them, which AWS offers nowhere but in Lambda.
type environment struct {
	t       *testing.T
	api     *httptest.Server
	program string
	env     []string
	command *exec.Cmd
	ended   chan struct{}
	log     lockedBuffer
	tasks   chan *task
	invokes chan *task // for the extension
	mutex   sync.Mutex
	running map[string]*task
	count   int
}

type lockedBuffer struct {
	mutex  sync.Mutex
	buffer bytes.Buffer
}

func (b *lockedBuffer) Write(text []byte) (int, error) {
	b.mutex.Lock()
	defer b.mutex.Unlock()
	return b.buffer.Write(text)
}

func (b *lockedBuffer) String() string {
	b.mutex.Lock()
	defer b.mutex.Unlock()
	return b.buffer.String()
}

// await waits for text from an offset on, as a process's lines come through a pipe, later than its answer; and for those
// of a flush after the response. It returns what has come, with the text or without.
func (b *lockedBuffer) await(text string, from int) string {
	waitUntil(func() bool { return strings.Contains(b.String()[from:], text) })
	return b.String()[from:]
}

func newEnvironment(t *testing.T, program string, variables map[string]string) *environment {
	e := &environment{t: t, program: program, tasks: make(chan *task), invokes: make(chan *task, 1), running: map[string]*task{}}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /2018-06-01/runtime/invocation/next", e.next)
	mux.HandleFunc("POST /2018-06-01/runtime/invocation/{id}/{kind}", e.answered)
	mux.HandleFunc("POST /2020-01-01/extension/register", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Lambda-Extension-Identifier", "an-extension")
	})
	mux.HandleFunc("GET /2020-01-01/extension/event/next", e.nextOfExtension)
	e.api = httptest.NewServer(mux)
	all := map[string]string{
		"AWS_LAMBDA_RUNTIME_API":          strings.TrimPrefix(e.api.URL, "http://"),
		"AWS_LAMBDA_FUNCTION_NAME":        "orders",
		"AWS_LAMBDA_FUNCTION_VERSION":     "$LATEST",
		"AWS_LAMBDA_FUNCTION_MEMORY_SIZE": "512",
		"AWS_LAMBDA_LOG_STREAM_NAME":      "2026/11/28/[7]abc",
		"AWS_REGION":                      "us-east-1",
		"_HANDLER":                        "handler",
	}
	for name, value := range variables {
		all[name] = value
	}
	for name, value := range all {
		e.env = append(e.env, name+"="+value)
	}
	t.Cleanup(e.close)
	return e
}

func (e *environment) close() {
	if e.command != nil {
		_ = e.command.Process.Kill()
		<-e.ended
	}
	e.api.CloseClientConnections()
	e.api.Close()
}

func (e *environment) isRunning() bool {
	if e.command == nil {
		return false
	}
	select {
	case <-e.ended:
		return false
	default:
		return true
	}
}

func (e *environment) start() {
	command := exec.Command(e.program)
	command.Env = e.env
	command.Stderr, command.Stdout = &e.log, &e.log
	if err := command.Start(); err != nil {
		e.t.Fatal(err)
	}
	e.command, e.ended = command, make(chan struct{})
	go func(ended chan struct{}) {
		_ = command.Wait()
		close(ended)
	}(e.ended)
}

// invoke returns when the caller has the answer, the process has ended, or the time is up and it is killed.
func (e *environment) invoke(event []byte, headers map[string]string, timeout time.Duration) answer {
	if !e.isRunning() {
		e.start()
	}
	e.count++
	invocation := &task{
		id: fmt.Sprintf("00000000-0000-4000-8000-%012d", e.count), event: event, headers: headers,
		deadline: time.Now().Add(timeout), answer: make(chan answer, 1),
	}
	select {
	case e.tasks <- invocation:
	case <-e.ended:
		e.t.Fatalf("the function has ended at init: %s", e.log.String())
	case <-time.After(time.Minute):
		e.t.Fatalf("the function asks for no invocation: %s", e.log.String())
	}
	select {
	case result := <-invocation.answer:
		return result
	case <-e.ended:
	case <-time.After(time.Until(invocation.deadline)):
		_ = e.command.Process.Kill()
		<-e.ended
	}
	select {
	case result := <-invocation.answer:
		return result
	default:
		return answer{requestID: invocation.id, hasEnded: true}
	}
}

func (e *environment) next(w http.ResponseWriter, r *http.Request) {
	select {
	case invocation := <-e.tasks:
		e.mutex.Lock()
		e.running[invocation.id] = invocation
		e.mutex.Unlock()
		select {
		case e.invokes <- invocation:
		default:
		}
		w.Header().Set("Lambda-Runtime-Aws-Request-Id", invocation.id)
		w.Header().Set("Lambda-Runtime-Deadline-Ms", strconv.FormatInt(invocation.deadline.UnixMilli(), 10))
		w.Header().Set("Lambda-Runtime-Invoked-Function-Arn", functionARN+":live")
		for name, value := range invocation.headers {
			w.Header().Set(name, value)
		}
		_, _ = w.Write(invocation.event)
	case <-r.Context().Done():
	}
}

func (e *environment) nextOfExtension(w http.ResponseWriter, r *http.Request) {
	select {
	case invocation := <-e.invokes:
		_ = json.NewEncoder(w).Encode(map[string]any{
			"eventType": "INVOKE", "requestId": invocation.id, "deadlineMs": invocation.deadline.UnixMilli(),
		})
	case <-r.Context().Done():
	}
}

func (e *environment) answered(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	e.mutex.Lock()
	invocation := e.running[r.PathValue("id")]
	e.mutex.Unlock()
	w.WriteHeader(http.StatusAccepted)
	if invocation != nil && err == nil {
		invocation.answer <- answer{
			requestID: invocation.id, body: body, contentType: r.Header.Get("Content-Type"),
			isError: r.PathValue("kind") == "error" || r.Trailer.Get("Lambda-Runtime-Function-Error-Type") != "",
		}
	}
}

var buildOnce sync.Once

// conformanceFunction builds the function of the table.
func conformanceFunction(t *testing.T) string {
	program := filepath.Join("target", "conformance", "bootstrap")
	buildOnce.Do(func() {
		build := exec.Command("go", "build", "-o", filepath.Join("..", program), ".")
		build.Dir = "conformance"
		build.Env = append(os.Environ(), "CGO_ENABLED=0")
		if output, err := build.CombinedOutput(); err != nil {
			t.Fatalf("%v: %s", err, output)
		}
	})
	absolute, err := filepath.Abs(program)
	if err != nil {
		t.Fatal(err)
	}
	return absolute
}

func id(bytes []byte) string { return hex.EncodeToString(bytes) }
