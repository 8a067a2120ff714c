package leanotlpreceiver

import (
	"context"
	"errors"
	"fmt"
	"time"

	"go.opentelemetry.io/collector/pdata/plog"
	"go.opentelemetry.io/collector/pdata/pmetric"
	"go.opentelemetry.io/collector/pdata/ptrace"
)

// errBody is an error of what cannot be read.
var errBody = errors.New("the body is not OTLP")

// signal reads requests of one signal and passes them on.
type signal struct {
	path     string // of HTTP
	method   string // of gRPC
	protobuf func(context.Context, []byte) error
	json     func(context.Context, []byte) error
}

func (r *otlpReceiver) signals() []signal {
	var signals []signal
	if r.traces != nil {
		signals = append(signals, newSignal("traces", "trace.v1.TraceService", (&ptrace.ProtoUnmarshaler{}).UnmarshalTraces,
			(&ptrace.JSONUnmarshaler{}).UnmarshalTraces, ptrace.Traces.SpanCount, r.traces.ConsumeTraces))
	}
	if r.metrics != nil {
		signals = append(signals, newSignal("metrics", "metrics.v1.MetricsService", (&pmetric.ProtoUnmarshaler{}).UnmarshalMetrics,
			(&pmetric.JSONUnmarshaler{}).UnmarshalMetrics, pmetric.Metrics.DataPointCount, r.metrics.ConsumeMetrics))
	}
	if r.logs != nil {
		signals = append(signals, newSignal("logs", "logs.v1.LogsService", (&plog.ProtoUnmarshaler{}).UnmarshalLogs,
			(&plog.JSONUnmarshaler{}).UnmarshalLogs, plog.Logs.LogRecordCount, r.logs.ConsumeLogs))
	}
	return signals
}

// newSignal relies on a request's having the shape of the data itself. Requests without items are not passed on.
func newSignal[T any](name, service string, protobuf, json func([]byte) (T, error), items func(T) int, consume func(context.Context, T) error) signal {
	read := func(unmarshal func([]byte) (T, error)) func(context.Context, []byte) error {
		return func(ctx context.Context, body []byte) error {
			data, err := unmarshal(body)
			if err != nil {
				return fmt.Errorf("%w: %w", errBody, err)
			}
			if items(data) == 0 {
				return nil
			}
			return consume(ctx, data)
		}
	}
	return signal{
		path:     "/v1/" + name,
		method:   "/opentelemetry.proto.collector." + service + "/Export",
		protobuf: read(protobuf),
		json:     read(json),
	}
}

// retryAfter returns how long an error asks to wait; 0 if it does not.
func retryAfter(err error) time.Duration {
	var full interface{ RetryAfter() time.Duration }
	if errors.As(err, &full) {
		return full.RetryAfter()
	}
	return 0
}
