package otlphttp

import (
	"net/http"
	"strconv"
	"strings"
	"time"
)

// throttled is an error of a backend that says when to try again.
type throttled struct {
	error
	after time.Duration
}

// RetryAfter returns how long the backend wants not to be asked.
func (t *throttled) RetryAfter() time.Duration { return t.after }

// Unwrap returns the error itself.
func (t *throttled) Unwrap() error { return t.error }

// retryAfter reads the header, which has seconds or a date; 0 if it is missing or bad.
func retryAfter(response *http.Response, now time.Time) time.Duration {
	text := strings.TrimSpace(response.Header.Get("Retry-After"))
	if seconds, err := strconv.ParseUint(text, 10, 31); err == nil {
		return time.Duration(seconds) * time.Second
	}
	if date, err := http.ParseTime(text); err == nil {
		return max(0, date.Sub(now))
	}
	return 0
}
