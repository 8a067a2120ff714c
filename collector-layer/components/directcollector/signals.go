package directcollector

import (
	"context"

	"go.opentelemetry.io/collector/pdata/plog"
	"go.opentelemetry.io/collector/pdata/pmetric"
	"go.opentelemetry.io/collector/pdata/ptrace"

	"opentelemetry.io/lambda/collector/internal/otlphttp"
	"opentelemetry.io/lambda/collector/internal/otlpserver"
	"opentelemetry.io/lambda/collector/internal/otlpwire"
)

// kind is what there is to know of a signal.
type kind struct {
	name     string
	items    string
	wire     otlpwire.Signal
	endpoint func(*otlphttp.Config) string
	// json makes protobuf of JSON.
	json func([]byte) ([]byte, error)
}

var signals = map[string]*kind{
	"traces": {
		name: "traces", items: "spans", wire: otlpwire.Traces,
		endpoint: func(config *otlphttp.Config) string { return config.TracesEndpoint },
		json:     recode((&ptrace.JSONUnmarshaler{}).UnmarshalTraces, (&ptrace.ProtoMarshaler{}).MarshalTraces),
	},
	"metrics": {
		name: "metrics", items: "data points", wire: otlpwire.Metrics,
		endpoint: func(config *otlphttp.Config) string { return config.MetricsEndpoint },
		json:     recode((&pmetric.JSONUnmarshaler{}).UnmarshalMetrics, (&pmetric.ProtoMarshaler{}).MarshalMetrics),
	},
	"logs": {
		name: "logs", items: "log records", wire: otlpwire.Logs,
		endpoint: func(config *otlphttp.Config) string { return config.LogsEndpoint },
		json:     recode((&plog.JSONUnmarshaler{}).UnmarshalLogs, (&plog.ProtoMarshaler{}).MarshalLogs),
	},
}

func recode[T any](unmarshal func([]byte) (T, error), marshal func(T) ([]byte, error)) func([]byte) ([]byte, error) {
	return func(body []byte) ([]byte, error) {
		data, err := unmarshal(body)
		if err != nil {
			return nil, err
		}
		return marshal(data)
	}
}

// consumer takes a request that is known to be OTLP, with its number of items.
type consumer func(ctx context.Context, message []byte, items int) error

// received returns how a receiver's requests are passed on.
func (s *kind) received(next consumer) otlpserver.Signal {
	return otlpserver.Signal{
		Name: s.name,
		Protobuf: func(ctx context.Context, body []byte) error {
			return s.scan(ctx, body, next)
		},
		JSON: func(ctx context.Context, body []byte) error {
			message, err := s.json(body)
			if err != nil {
				return otlpserver.NotOTLP(err)
			}
			return s.scan(ctx, message, next)
		},
	}
}

func (s *kind) scan(ctx context.Context, body []byte, next consumer) error {
	items, err := s.wire.Scan(body)
	if err != nil {
		return otlpserver.NotOTLP(err)
	}
	if items == 0 {
		return nil
	}
	return next(ctx, body, items)
}
