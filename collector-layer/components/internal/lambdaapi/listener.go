package lambdaapi

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"time"
)

// Types of the platform's events that the life cycle goes by.
const (
	RuntimeDone = "platform.runtimeDone"
	Report      = "platform.report"
	Start       = "platform.start"
)

// TelemetryEvent is one event of the Telemetry API; its record's shape depends on the type.
//
// See https://docs.aws.amazon.com/lambda/latest/dg/telemetry-schema-reference.html.
type TelemetryEvent struct {
	Time   time.Time       `json:"time"`
	Type   string          `json:"type"`
	Record json.RawMessage `json:"record"`
}

// Listener receives what the Telemetry API sends.
type Listener struct {
	server *http.Server
	port   int
	done   chan struct{}
}

// Listen begins to receive, at any port that is free, and passes each batch to the handler, one after the other.
func Listen(handle func([]TelemetryEvent), failed func(error)) (*Listener, error) {
	socket, err := net.Listen("tcp", ":0")
	if err != nil {
		return nil, err
	}
	listener := &Listener{port: socket.Addr().(*net.TCPAddr).Port, done: make(chan struct{})}
	listener.server = &http.Server{
		ReadHeaderTimeout: 10 * time.Second,
		Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			events, err := parse(r.Body)
			if err != nil {
				failed(err)
			}
			handle(events)
			// what cannot be read now can never be
			w.WriteHeader(http.StatusOK)
		}),
	}
	go func() {
		defer close(listener.done)
		_ = listener.server.Serve(socket)
	}()
	return listener, nil
}

// parse returns the events before the first that cannot be read.
func parse(body io.Reader) ([]TelemetryEvent, error) {
	decoder := json.NewDecoder(body)
	if _, err := decoder.Token(); err != nil {
		return nil, fmt.Errorf("telemetry that is no list: %w", err)
	}
	var events []TelemetryEvent
	for decoder.More() {
		var event TelemetryEvent
		if err := decoder.Decode(&event); err != nil {
			return events, fmt.Errorf("telemetry that cannot be read: %w", err)
		}
		events = append(events, event)
	}
	return events, nil
}

// URI is where the Telemetry API reaches the listener.
func (l *Listener) URI() string {
	return fmt.Sprintf("http://sandbox.localdomain:%d/", l.port)
}

// Port is where the listener listens.
func (l *Listener) Port() int {
	return l.port
}

// Close ends the listener.
func (l *Listener) Close(ctx context.Context) error {
	err := l.server.Shutdown(ctx)
	if err != nil {
		err = l.server.Close()
	}
	<-l.done
	return err
}
