// Package lambdatest stands in for Lambda's APIs in tests.
package lambdatest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"opentelemetry.io/lambda/collector/internal/lambdaapi"
)

// Lambda is an environment with one extension.
type Lambda struct {
	// RefuseInvoke refuses to register for INVOKE, as managed instances do.
	RefuseInvoke bool
	// TelemetryStatus is what a subscription is answered with; 200 by default.
	TelemetryStatus int
	// HoldSubscription holds the answer to a subscription back until it is closed, if it is not nil.
	HoldSubscription chan struct{}

	t      *testing.T
	server *httptest.Server
	events chan lambdaapi.Event
	waits  chan struct{}

	mu          sync.Mutex
	registered  []string
	types       []string
	destination string
}

// New returns one that ends with the test.
func New(t *testing.T) *Lambda {
	l := &Lambda{t: t, TelemetryStatus: http.StatusOK, events: make(chan lambdaapi.Event), waits: make(chan struct{}, 16)}
	routes := http.NewServeMux()
	routes.HandleFunc("POST /2020-01-01/extension/register", l.register)
	routes.HandleFunc("GET /2020-01-01/extension/event/next", l.next)
	routes.HandleFunc("PUT /2022-07-01/telemetry", l.subscribe)
	l.server = httptest.NewServer(routes)
	t.Cleanup(func() {
		l.server.CloseClientConnections()
		l.server.Close()
	})
	return l
}

// Address is the value of AWS_LAMBDA_RUNTIME_API.
func (l *Lambda) Address() string {
	return strings.TrimPrefix(l.server.URL, "http://")
}

// Registered returns the events that the extension has registered for.
func (l *Lambda) Registered() []string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.registered
}

// Types returns what the extension has subscribed to.
func (l *Lambda) Types() []string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.types
}

// AwaitNext waits until the extension asks for an event; false if it has not within the time.
func (l *Lambda) AwaitNext(timeout time.Duration) bool {
	select {
	case <-l.waits:
		return true
	case <-time.After(timeout):
		return false
	}
}

// Invoke begins an invocation, for which the extension has to be waiting.
func (l *Lambda) Invoke(requestID string, timeout time.Duration) {
	l.events <- lambdaapi.Event{Type: lambdaapi.Invoke, RequestID: requestID, DeadlineMs: time.Now().Add(timeout).UnixMilli()}
}

// Shutdown begins the environment's end.
func (l *Lambda) Shutdown() {
	l.events <- lambdaapi.Event{Type: lambdaapi.Shutdown, Reason: "spindown", DeadlineMs: time.Now().Add(2 * time.Second).UnixMilli()}
}

// Tell sends events to the subscriber; each is a type and a record.
func (l *Lambda) Tell(events ...[2]string) {
	l.t.Helper()
	var parts []string
	for _, event := range events {
		parts = append(parts, fmt.Sprintf(`{"time":%q,"type":%q,"record":%s}`, time.Now().Format(time.RFC3339Nano), event[0], event[1]))
	}
	l.mu.Lock()
	destination := l.destination
	l.mu.Unlock()
	response, err := http.Post(destination, "application/json", strings.NewReader("["+strings.Join(parts, ",")+"]"))
	if err != nil {
		l.t.Error(err)
		return
	}
	_, _ = io.Copy(io.Discard, response.Body)
	_ = response.Body.Close()
}

// Done tells that the runtime is done with an invocation.
func (l *Lambda) Done(requestID string) {
	l.t.Helper()
	l.Tell([2]string{lambdaapi.RuntimeDone, fmt.Sprintf(`{"requestId":%q,"status":"success"}`, requestID)})
}

func (l *Lambda) register(w http.ResponseWriter, r *http.Request) {
	var request struct {
		Events []string `json:"events"`
	}
	_ = json.NewDecoder(r.Body).Decode(&request)
	if l.RefuseInvoke && len(request.Events) == 2 {
		http.Error(w, `{"errorType":"Extension.InvalidEventType"}`, http.StatusForbidden)
		return
	}
	l.mu.Lock()
	l.registered = request.Events
	l.mu.Unlock()
	w.Header().Set("Lambda-Extension-Identifier", "id")
	_, _ = io.WriteString(w, `{"functionName":"orders","functionVersion":"$LATEST","handler":"h","accountId":"123456789012"}`)
}

func (l *Lambda) next(w http.ResponseWriter, r *http.Request) {
	l.waits <- struct{}{}
	select {
	case event := <-l.events:
		_ = json.NewEncoder(w).Encode(event)
	case <-r.Context().Done():
	}
}

func (l *Lambda) subscribe(w http.ResponseWriter, r *http.Request) {
	var request struct {
		Types       []string `json:"types"`
		Destination struct{ URI string }
	}
	var body bytes.Buffer
	_, _ = body.ReadFrom(r.Body)
	_ = json.Unmarshal(body.Bytes(), &request)
	l.mu.Lock()
	l.types = request.Types
	l.destination = strings.Replace(request.Destination.URI, "sandbox.localdomain", "127.0.0.1", 1)
	l.mu.Unlock()
	if l.HoldSubscription != nil {
		<-l.HoldSubscription
	}
	w.WriteHeader(l.TelemetryStatus)
}
