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
	"go.opentelemetry.io/collector/pdata/plog/plogotlp"
	"go.opentelemetry.io/collector/pdata/pmetric/pmetricotlp"
	"go.opentelemetry.io/collector/pdata/ptrace/ptraceotlp"
)

const (
	protobuf     = "application/x-protobuf"
	jsonType     = "application/json"
	maxBodyBytes = 20 << 20
)

// request is one signal's to export.
type request interface {
	UnmarshalProto([]byte) error
	UnmarshalJSON([]byte) error
}

var errMediaType = errors.New("the content is neither protobuf nor JSON")

func (r *otlpReceiver) routes() http.Handler {
	routes := http.NewServeMux()
	if r.traces != nil {
		routes.HandleFunc("POST /v1/traces", func(w http.ResponseWriter, h *http.Request) {
			export := ptraceotlp.NewExportRequest()
			answer(w, h, export, func(ctx context.Context) error { return r.traces.ConsumeTraces(ctx, export.Traces()) })
		})
	}
	if r.metrics != nil {
		routes.HandleFunc("POST /v1/metrics", func(w http.ResponseWriter, h *http.Request) {
			export := pmetricotlp.NewExportRequest()
			answer(w, h, export, func(ctx context.Context) error { return r.metrics.ConsumeMetrics(ctx, export.Metrics()) })
		})
	}
	if r.logs != nil {
		routes.HandleFunc("POST /v1/logs", func(w http.ResponseWriter, h *http.Request) {
			export := plogotlp.NewExportRequest()
			answer(w, h, export, func(ctx context.Context) error { return r.logs.ConsumeLogs(ctx, export.Logs()) })
		})
	}
	return routes
}

// answer reads a request and passes it on. The answer is OTLP's: an empty message is a success.
func answer(w http.ResponseWriter, r *http.Request, into request, consume func(context.Context) error) {
	kind, _, _ := strings.Cut(r.Header.Get("Content-Type"), ";")
	kind = strings.ToLower(strings.TrimSpace(kind))
	if err := read(w, r, kind, into); err != nil {
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
	if err := consume(r.Context()); err != nil {
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

func read(w http.ResponseWriter, r *http.Request, kind string, into request) error {
	if kind != protobuf && kind != jsonType {
		return errMediaType
	}
	body, err := readBody(w, r)
	if err != nil {
		return err
	}
	if kind == jsonType {
		return into.UnmarshalJSON(body)
	}
	return into.UnmarshalProto(body)
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
