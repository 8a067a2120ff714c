package otlpserver

import (
	"compress/gzip"
	"compress/zlib"
	"errors"
	"fmt"
	"io"
	"math"
	"net/http"
	"strconv"
	"strings"
)

const (
	protobuf = "application/x-protobuf"
	jsonType = "application/json"
)

var errMediaType = errors.New("the content is neither protobuf nor JSON")

// routes handles OTLP over HTTP.
func routes(signals []Signal) http.Handler {
	routes := http.NewServeMux()
	for _, of := range signals {
		routes.HandleFunc("POST "+of.path(), func(w http.ResponseWriter, r *http.Request) { answer(w, r, of) })
	}
	return routes
}

// answer reads a request and passes it on. The answer is OTLP's: an empty message is a success.
func answer(w http.ResponseWriter, r *http.Request, of Signal) {
	kind, _, _ := strings.Cut(r.Header.Get("Content-Type"), ";")
	kind = strings.ToLower(strings.TrimSpace(kind))
	if kind != protobuf && kind != jsonType {
		refuse(w, errMediaType, http.StatusUnsupportedMediaType)
		return
	}
	body, err := readBody(w, r)
	if err != nil {
		refuse(w, err, statusOfBody(err))
		return
	}
	consume := of.Protobuf
	if kind == jsonType {
		consume = of.JSON
	}
	if err := consume(r.Context(), body); err != nil {
		refuse(w, err, statusOf(err))
		return
	}
	w.Header().Set("Content-Type", kind)
	w.WriteHeader(http.StatusOK)
	if kind == jsonType {
		_, _ = io.WriteString(w, "{}")
	}
}

func refuse(w http.ResponseWriter, err error, status int) {
	if wait := retryAfter(err); wait > 0 {
		w.Header().Set("Retry-After", strconv.Itoa(int(math.Ceil(wait.Seconds()))))
	}
	http.Error(w, err.Error(), status)
}

func statusOfBody(err error) int {
	var large *http.MaxBytesError
	switch {
	case errors.Is(err, errMediaType):
		return http.StatusUnsupportedMediaType
	case errors.As(err, &large):
		return http.StatusRequestEntityTooLarge
	default:
		return http.StatusBadRequest
	}
}

func statusOf(err error) int {
	switch {
	case isBad(err):
		return http.StatusBadRequest
	case retryAfter(err) > 0:
		return http.StatusTooManyRequests
	default:
		return http.StatusServiceUnavailable
	}
}

func readBody(w http.ResponseWriter, r *http.Request) ([]byte, error) {
	limited := http.MaxBytesReader(w, r.Body, MaxMessageBytes)
	var decompressed io.ReadCloser
	var err error
	switch encoding := strings.ToLower(r.Header.Get("Content-Encoding")); encoding {
	case "", "identity":
		if r.ContentLength >= 0 && r.ContentLength <= MaxMessageBytes {
			body := make([]byte, r.ContentLength) // as it is kept, it is no larger than it has to be
			_, err := io.ReadFull(r.Body, body)
			return body, err
		}
		return io.ReadAll(limited)
	case "gzip":
		decompressed, err = gzip.NewReader(limited)
	case "deflate", "zlib":
		decompressed, err = zlib.NewReader(limited)
	default:
		return nil, fmt.Errorf("%w: it is encoded as %s; there are gzip and deflate", errMediaType, encoding)
	}
	if err != nil {
		return nil, err
	}
	return io.ReadAll(http.MaxBytesReader(w, decompressed, MaxMessageBytes))
}
