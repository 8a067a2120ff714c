package exportqueue

import (
	"errors"
	"time"
)

// maxRetryAfter bounds what a backend asks for, as it may be a mistake.
const maxRetryAfter = 5 * time.Minute

// health is what is known of a backend.
type health struct {
	failures int
	retryAt  time.Time
	// slow is set when a flush had to end before the backend's answer.
	slow bool
}

func (h *health) down() bool {
	return h.failures > 0
}

// doubtful says that it makes no sense to wait long for the next answer.
func (h *health) doubtful() bool {
	return h.slow || h.down()
}

// wait returns how long it is until the next attempt.
func (h *health) wait() time.Duration {
	if !h.down() || h.retryAt.IsZero() {
		return 0
	}
	return time.Until(h.retryAt)
}

func (h *health) succeeded() {
	*h = health{}
}

func (h *health) failed(maxWait time.Duration) {
	wait := initialBackOff << min(h.failures, 16)
	h.failures++
	h.retryAt = time.Now().Add(min(wait, maxWait))
}

// postpone waits for as long as an error asks for, if it does.
func (h *health) postpone(err error) {
	var throttled interface{ RetryAfter() time.Duration }
	if !errors.As(err, &throttled) {
		return
	}
	if at := time.Now().Add(min(throttled.RetryAfter(), maxRetryAfter)); at.After(h.retryAt) {
		h.retryAt = at
	}
}
