package leanotlpreceiver

import (
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"

	"go.opentelemetry.io/collector/consumer/consumererror"
	"go.opentelemetry.io/collector/pdata/plog"
	"go.opentelemetry.io/collector/pdata/pmetric"
	"go.opentelemetry.io/collector/pdata/ptrace"
)

const (
	protobuf     = "application/x-protobuf"
	jsonType     = "application/json"
	maxBodyBytes = 20 << 20
)

var errMediaType = errors.New("the content is neither protobuf nor JSON")

// signal is how a request of one signal is read and passed on. On the wire, a request has the shape of the data itself.
type signal[T any] struct {
	protobuf func([]byte) (T, error)
	json     func([]byte) (T, error)
	consume  func(context.Context, T) error
}

func (r *otlpReceiver) routes() http.Handler {
	routes := http.NewServeMux()
	if r.traces != nil {
		handle(routes, "traces", signal[ptrace.Traces]{
			(&ptrace.ProtoUnmarshaler{}).UnmarshalTraces, (&ptrace.JSONUnmarshaler{}).UnmarshalTraces, r.traces.ConsumeTraces,
		})
	}
	if r.metrics != nil {
		handle(routes, "metrics", signal[pmetric.Metrics]{
			(&pmetric.ProtoUnmarshaler{}).UnmarshalMetrics, (&pmetric.JSONUnmarshaler{}).UnmarshalMetrics, r.metrics.ConsumeMetrics,
		})
	}
	if r.logs != nil {
		handle(routes, "logs", signal[plog.Logs]{
			(&plog.ProtoUnmarshaler{}).UnmarshalLogs, (&plog.JSONUnmarshaler{}).UnmarshalLogs, r.logs.ConsumeLogs,
		})
	}
	return routes
}

func handle[T any](routes *http.ServeMux, name string, of signal[T]) {
	routes.HandleFunc("POST /v1/"+name, func(w http.ResponseWriter, r *http.Request) { answer(w, r, of) })
}

// answer reads a request and passes it on. The answer is OTLP's: an empty message is a success.
func answer[T any](w http.ResponseWriter, r *http.Request, of signal[T]) {
	kind, _, _ := strings.Cut(r.Header.Get("Content-Type"), ";")
	kind = strings.ToLower(strings.TrimSpace(kind))
	data, err := read(w, r, kind, of)
	if err != nil {
		status := http.StatusBadRequest
		var large *http.MaxBytesError
		switch {
		case errors.Is(err, errMediaType):
			status = http.StatusUnsupportedMediaType
		case errors.As(err, &large):
			status = http.StatusRequestEntityTooLarge
		}
		http.Error(w, err.Error(), status)
		return
	}
	if err := of.consume(r.Context(), data); err != nil {
		status := http.StatusServiceUnavailable
		if consumererror.IsPermanent(err) {
			status = http.StatusBadRequest
		}
		http.Error(w, err.Error(), status)
		return
	}
	w.Header().Set("Content-Type", kind)
	w.WriteHeader(http.StatusOK)
	if kind == jsonType {
		_, _ = io.WriteString(w, "{}")
	}
}

func read[T any](w http.ResponseWriter, r *http.Request, kind string, of signal[T]) (data T, err error) {
	if kind != protobuf && kind != jsonType {
		return data, errMediaType
	}
	body, err := readBody(w, r)
	if err != nil {
		return data, err
	}
	if kind == jsonType {
		return of.json(body)
	}
	return of.protobuf(body)
}

func readBody(w http.ResponseWriter, r *http.Request) ([]byte, error) {
	limited := http.MaxBytesReader(w, r.Body, maxBodyBytes)
	switch encoding := r.Header.Get("Content-Encoding"); encoding {
	case "", "identity":
		return io.ReadAll(limited)
	case "gzip":
		unzipped, err := gzip.NewReader(limited)
		if err != nil {
			return nil, err
		}
		return io.ReadAll(http.MaxBytesReader(w, unzipped, maxBodyBytes))
	default:
		return nil, fmt.Errorf("%w: it is encoded as %s", errMediaType, encoding)
	}
}
