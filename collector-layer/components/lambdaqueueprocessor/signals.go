package lambdaqueueprocessor

import (
	"errors"

	"go.opentelemetry.io/collector/consumer"
	"go.opentelemetry.io/collector/consumer/consumererror"
	"go.opentelemetry.io/collector/pdata/plog"
	"go.opentelemetry.io/collector/pdata/pmetric"
	"go.opentelemetry.io/collector/pdata/ptrace"
	"go.opentelemetry.io/collector/pdata/xpdata/pref"

	"opentelemetry.io/lambda/collector/internal/exportqueue"
	"opentelemetry.io/lambda/collector/internal/otlpwire"
)

// signal is what the processor has to know of one.
type signal[T any] struct {
	exportqueue.Operations[T]
	// hold keeps data after its receiver is done with it.
	hold func(T)
	// owned returns data that may be changed.
	owned func(T) T
}

// halves returns how data is halved: as a request is, since it happens only to what a backend refuses.
func halves[T any](wire otlpwire.Signal, marshal func(T) ([]byte, error), unmarshal func([]byte) (T, error)) func(T) (T, T, bool) {
	return func(data T) (first, second T, ok bool) {
		request, err := marshal(data)
		if err != nil {
			return first, second, false
		}
		head, tail, ok := wire.Halve(request)
		if !ok {
			return first, second, false
		}
		first, err1 := unmarshal(head)
		second, err2 := unmarshal(tail)
		return first, second, err1 == nil && err2 == nil
	}
}

func traces(next consumer.Traces) signal[ptrace.Traces] {
	return signal[ptrace.Traces]{
		Operations: exportqueue.Operations[ptrace.Traces]{
			Bytes: (&ptrace.ProtoMarshaler{}).TracesSize,
			Items: ptrace.Traces.SpanCount,
			Merge: func(first, second ptrace.Traces) ptrace.Traces {
				second.ResourceSpans().MoveAndAppendTo(first.ResourceSpans())
				return first
			},
			Export:    next.ConsumeTraces,
			Permanent: consumererror.IsPermanent,
			Rest: func(data ptrace.Traces, err error) ptrace.Traces {
				var partial consumererror.Traces
				if errors.As(err, &partial) {
					return partial.Data()
				}
				return data
			},
			Halve: halves(otlpwire.Traces, (&ptrace.ProtoMarshaler{}).MarshalTraces, (&ptrace.ProtoUnmarshaler{}).UnmarshalTraces),
		},
		hold: pref.RefTraces,
		owned: func(data ptrace.Traces) ptrace.Traces {
			if !data.IsReadOnly() {
				return data
			}
			owned := ptrace.NewTraces()
			data.CopyTo(owned)
			return owned
		},
	}
}

func metrics(next consumer.Metrics) signal[pmetric.Metrics] {
	return signal[pmetric.Metrics]{
		Operations: exportqueue.Operations[pmetric.Metrics]{
			Bytes: (&pmetric.ProtoMarshaler{}).MetricsSize,
			Items: pmetric.Metrics.DataPointCount,
			Merge: func(first, second pmetric.Metrics) pmetric.Metrics {
				second.ResourceMetrics().MoveAndAppendTo(first.ResourceMetrics())
				return first
			},
			Export:    next.ConsumeMetrics,
			Permanent: consumererror.IsPermanent,
			Rest: func(data pmetric.Metrics, err error) pmetric.Metrics {
				var partial consumererror.Metrics
				if errors.As(err, &partial) {
					return partial.Data()
				}
				return data
			},
			Halve: halves(otlpwire.Metrics, (&pmetric.ProtoMarshaler{}).MarshalMetrics, (&pmetric.ProtoUnmarshaler{}).UnmarshalMetrics),
		},
		hold: pref.RefMetrics,
		owned: func(data pmetric.Metrics) pmetric.Metrics {
			if !data.IsReadOnly() {
				return data
			}
			owned := pmetric.NewMetrics()
			data.CopyTo(owned)
			return owned
		},
	}
}

func logs(next consumer.Logs) signal[plog.Logs] {
	return signal[plog.Logs]{
		Operations: exportqueue.Operations[plog.Logs]{
			Bytes: (&plog.ProtoMarshaler{}).LogsSize,
			Items: plog.Logs.LogRecordCount,
			Merge: func(first, second plog.Logs) plog.Logs {
				second.ResourceLogs().MoveAndAppendTo(first.ResourceLogs())
				return first
			},
			Export:    next.ConsumeLogs,
			Permanent: consumererror.IsPermanent,
			Rest: func(data plog.Logs, err error) plog.Logs {
				var partial consumererror.Logs
				if errors.As(err, &partial) {
					return partial.Data()
				}
				return data
			},
			Halve: halves(otlpwire.Logs, (&plog.ProtoMarshaler{}).MarshalLogs, (&plog.ProtoUnmarshaler{}).UnmarshalLogs),
		},
		hold: pref.RefLogs,
		owned: func(data plog.Logs) plog.Logs {
			if !data.IsReadOnly() {
				return data
			}
			owned := plog.NewLogs()
			data.CopyTo(owned)
			return owned
		},
	}
}
