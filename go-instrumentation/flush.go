package otel

import (
	"context"
	"sync"
	"time"

	"opentelemetry.io/lambda/otel/internal/diagnostics"
)

const (
	minMargin = 100 * time.Millisecond
	maxMargin = 500 * time.Millisecond
	// pause is in which the runtime sends the response, undisturbed by the export.
	pause = 2 * time.Millisecond
	// retryPause is between two requests to an Extensions API that fails.
	retryPause = time.Second
)

// policy gets its turn at the end of each invocation.
type policy interface {
	afterInvocation(requestID string, deadline time.Time)
}

// budget returns how long a flush may take: what a reserve of a tenth of the remaining time leaves, no less than
// 0.1 s and no more than 0.5 s, and no more than the limit.
func budget(remaining, limit time.Duration) time.Duration {
	return min(remaining-min(max(remaining/10, minMargin), maxMargin), limit)
}

// beforeResponse sends before the response: nothing is lost, and the caller waits for the backend.
type beforeResponse struct {
	telemetry *telemetry
}

func (b beforeResponse) afterInvocation(_ string, deadline time.Time) {
	b.telemetry.flushBefore(deadline)
}

// onInterval sends where the environment is never frozen and takes several events at a time.
type onInterval struct{}

func startOnInterval(telemetry *telemetry, interval time.Duration) onInterval {
	go func() {
		for range time.Tick(interval) {
			telemetry.flush(interval)
		}
	}()
	return onInterval{}
}

func (onInterval) afterInvocation(string, time.Time) {}

// afterResponse sends when the caller has the response, as an extension inside the function's process.
//
// Lambda tells it of each invocation, and it asks for the next only when the export is done. Until then, the
// environment is not frozen. It never holds an invocation beyond its deadline. Where Lambda does not tell it of
// invocations any more, telemetry leaves before the response.
type afterResponse struct {
	telemetry *telemetry
	api       *extensionsAPI
	signal    chan struct{}

	mutex     sync.Mutex
	told      string
	done      string
	hasFailed bool
}

// startAfterResponse registers the extension, which Lambda allows during init only.
func startAfterResponse(telemetry *telemetry, address string) policy {
	a := &afterResponse{telemetry: telemetry, api: newExtensionsAPI(address), signal: make(chan struct{}, 1)}
	if err := a.api.register(); err != nil {
		diagnostics.Warn("telemetry leaves before the response: no extension can be registered: %v", err)
		return beforeResponse{telemetry}
	}
	go a.run()
	return a
}

func (a *afterResponse) afterInvocation(requestID string, deadline time.Time) {
	a.mutex.Lock()
	missedLast := a.done != "" && a.done != a.told && requestID != a.told
	a.done = requestID
	hasFailed := a.hasFailed
	a.mutex.Unlock()
	select {
	case a.signal <- struct{}{}:
	default:
	}
	if missedLast && !hasFailed {
		// Lambda begins no invocation before it has told of the last one and been asked for the next
		a.fail("Lambda does not tell of invocations")
		hasFailed = true
	}
	if hasFailed {
		a.telemetry.flushBefore(deadline)
	}
}

func (a *afterResponse) run() {
	for {
		requestID, deadline, err := a.api.next()
		if err != nil {
			a.fail("the Extensions API fails: " + err.Error())
			// asked on, as Lambda waits for that with each invocation
			time.Sleep(retryPause)
			continue
		}
		if a.waitFor(requestID, deadline) {
			time.Sleep(pause)
			a.telemetry.flushBefore(deadline)
		}
	}
}

// waitFor waits for the invocation's end; it returns false if the flush is not its business any more.
func (a *afterResponse) waitFor(requestID string, deadline time.Time) bool {
	timeout := time.NewTimer(time.Until(deadline))
	defer timeout.Stop()
	for {
		a.mutex.Lock()
		a.told = requestID
		isDone, hasFailed := a.done == requestID, a.hasFailed
		a.mutex.Unlock()
		if hasFailed {
			return false
		}
		if isDone {
			return true
		}
		select {
		case <-a.signal:
		case <-timeout.C:
			return false
		}
	}
}

func (a *afterResponse) fail(why string) {
	a.mutex.Lock()
	defer a.mutex.Unlock()
	if !a.hasFailed {
		a.hasFailed = true
		diagnostics.Warn("telemetry leaves before the response from now on: %s", why)
	}
}

// flushBefore sends within what is left until the deadline.
func (t *telemetry) flushBefore(deadline time.Time) {
	remaining := t.flushTimeout
	if !deadline.IsZero() {
		remaining = budget(time.Until(deadline), t.flushTimeout)
	}
	t.flush(remaining)
}

func (t *telemetry) flush(atMost time.Duration) {
	if atMost <= 0 || t.flusher == nil {
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), atMost)
	defer cancel()
	if err := t.flusher.ForceFlush(ctx); err != nil {
		diagnostics.WarnOnce("what an invocation has reported is late or lost", err)
	}
}
