package otlphttp

import (
	"net/http"
	"testing"
	"time"
)

func TestRejectedInJSON_otherAnswers(t *testing.T) {
	for _, body := range []string{"", "{", "{}", `{"partialSuccess":null}`, `{"partialSuccess":[]}`} {
		if items, reason := rejectedInJSON([]byte(body)); items != 0 || reason != "" {
			t.Errorf("%s: %d %s", body, items, reason)
		}
	}
}

func TestRetryAfter(t *testing.T) {
	now := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	for header, want := range map[string]time.Duration{
		"7":                             7 * time.Second,
		"Thu, 01 Jan 2026 00:01:00 GMT": time.Minute,
		"Wed, 31 Dec 2025 00:00:00 GMT": 0,
		"soon":                          0,
		"":                              0,
	} {
		if got := retryAfter(&http.Response{Header: http.Header{"Retry-After": {header}}}, now); got != want {
			t.Errorf("%q: %v", header, got)
		}
	}
}

func FuzzRejected(f *testing.F) {
	f.Add([]byte{10, 4, 8, 3, 18, 0})
	f.Add([]byte{10, 200})
	f.Fuzz(func(_ *testing.T, response []byte) { rejected(response) })
}
