package lambdaotlpreceiver

import (
	"context"

	"go.opentelemetry.io/collector/consumer/consumererror"
	"go.opentelemetry.io/collector/pdata/plog"
	"go.opentelemetry.io/collector/pdata/pmetric"
	"go.opentelemetry.io/collector/pdata/ptrace"

	"opentelemetry.io/lambda/collector/internal/otlpserver"
)

func (r *otlpReceiver) signals() []otlpserver.Signal {
	var signals []otlpserver.Signal
	if r.traces != nil {
		signals = append(signals, newSignal("traces", (&ptrace.ProtoUnmarshaler{}).UnmarshalTraces,
			(&ptrace.JSONUnmarshaler{}).UnmarshalTraces, ptrace.Traces.SpanCount, r.traces.ConsumeTraces))
	}
	if r.metrics != nil {
		signals = append(signals, newSignal("metrics", (&pmetric.ProtoUnmarshaler{}).UnmarshalMetrics,
			(&pmetric.JSONUnmarshaler{}).UnmarshalMetrics, pmetric.Metrics.DataPointCount, r.metrics.ConsumeMetrics))
	}
	if r.logs != nil {
		signals = append(signals, newSignal("logs", (&plog.ProtoUnmarshaler{}).UnmarshalLogs,
			(&plog.JSONUnmarshaler{}).UnmarshalLogs, plog.Logs.LogRecordCount, r.logs.ConsumeLogs))
	}
	return signals
}

// newSignal relies on a request's having the shape of the data itself. Requests without items are not passed on.
func newSignal[T any](name string, protobuf, json func([]byte) (T, error), items func(T) int, consume func(context.Context, T) error) otlpserver.Signal {
	read := func(unmarshal func([]byte) (T, error)) func(context.Context, []byte) error {
		return func(ctx context.Context, body []byte) error {
			data, err := unmarshal(body)
			if err != nil {
				return otlpserver.NotOTLP(err)
			}
			if items(data) == 0 {
				return nil
			}
			if err = consume(ctx, data); consumererror.IsPermanent(err) {
				return &otlpserver.BadRequest{Err: err}
			}
			return err
		}
	}
	return otlpserver.Signal{Name: name, Protobuf: read(protobuf), JSON: read(json)}
}
