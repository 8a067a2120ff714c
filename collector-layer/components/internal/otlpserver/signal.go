package otlpserver

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// Signal says what becomes of one signal's requests.
type Signal struct {
	// Name is traces, metrics or logs.
	Name string
	// Protobuf and JSON read a request's body, and pass it on.
	Protobuf, JSON func(context.Context, []byte) error
}

// BadRequest is an error of what would be wrong another time, too.
type BadRequest struct{ Err error }

func (b *BadRequest) Error() string { return b.Err.Error() }

// Unwrap returns the error itself.
func (b *BadRequest) Unwrap() error { return b.Err }

// NotOTLP returns the error of a body that cannot be read.
func NotOTLP(err error) error {
	return &BadRequest{fmt.Errorf("the body is not OTLP: %w", err)}
}

func isBad(err error) bool {
	var bad *BadRequest
	return errors.As(err, &bad)
}

// services are gRPC's names of the signals.
var services = map[string]string{
	"traces":  "trace.v1.TraceService",
	"metrics": "metrics.v1.MetricsService",
	"logs":    "logs.v1.LogsService",
}

func (s Signal) path() string {
	return "/v1/" + s.Name
}

func (s Signal) method() string {
	return "/opentelemetry.proto.collector." + services[s.Name] + "/Export"
}

// calls handles OTLP over gRPC.
func calls(signals []Signal) map[string]Call {
	calls := map[string]Call{}
	for _, of := range signals {
		calls[of.method()] = func(ctx context.Context, message []byte) error {
			err := of.Protobuf(ctx, message)
			if isBad(err) {
				return &Status{Code: InvalidArgument, Message: err.Error()}
			}
			return err // Unavailable, with which all exporters try again
		}
	}
	return calls
}

// retryAfter returns how long an error asks to wait; 0 if it does not.
func retryAfter(err error) time.Duration {
	var full interface{ RetryAfter() time.Duration }
	if errors.As(err, &full) {
		return full.RetryAfter()
	}
	return 0
}
