package otlpserver

import (
	"io"
	"net/http"
	"strings"
)

// Discard answers each export of OTLP, over HTTP or gRPC, as if it were received.
func Discard() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodPost {
			http.Error(w, "OTLP is posted", http.StatusMethodNotAllowed)
			return
		}
		_, _ = io.Copy(io.Discard, r.Body)
		if isGRPC(r) {
			answerGRPC(w, nil)
			return
		}
		kind := r.Header.Get("Content-Type")
		w.Header().Set("Content-Type", kind)
		w.WriteHeader(http.StatusOK)
		if strings.HasPrefix(kind, "application/json") {
			_, _ = io.WriteString(w, "{}")
		}
	})
}
