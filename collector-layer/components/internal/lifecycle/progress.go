package lifecycle

import (
	"context"
	"encoding/json"
	"sync"
	"time"

	"opentelemetry.io/lambda/collector/internal/lambdaapi"
)

// progress is what the Telemetry API has told of the invocations.
type progress struct {
	mu         sync.Mutex
	ended      string // the last invocation that the runtime is done with
	unreported map[string]struct{}
	changed    chan struct{} // closed by each change
}

func newProgress() *progress {
	return &progress{unreported: map[string]struct{}{}, changed: make(chan struct{})}
}

func (p *progress) note(event lambdaapi.TelemetryEvent) {
	switch event.Type {
	case lambdaapi.Start, lambdaapi.RuntimeDone, lambdaapi.Report:
	default:
		return
	}
	var record struct {
		RequestID string `json:"requestId"`
	}
	if json.Unmarshal(event.Record, &record) != nil || record.RequestID == "" {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	switch event.Type {
	case lambdaapi.Start:
		p.unreported[record.RequestID] = struct{}{}
	case lambdaapi.Report:
		delete(p.unreported, record.RequestID)
		p.ended = record.RequestID
	case lambdaapi.RuntimeDone:
		p.ended = record.RequestID
	}
	close(p.changed)
	p.changed = make(chan struct{})
}

// awaitEnd waits until the runtime is done with an invocation; false if the context ends before.
func (p *progress) awaitEnd(ctx context.Context, requestID string) bool {
	return p.await(ctx, func() bool { return p.ended == requestID })
}

// awaitReports waits until all invocations have been reported on, no longer than that.
func (p *progress) awaitReports(ctx context.Context, timeout time.Duration) {
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	p.await(ctx, func() bool { return len(p.unreported) == 0 })
}

func (p *progress) await(ctx context.Context, condition func() bool) bool {
	for {
		p.mu.Lock()
		holds := condition()
		changed := p.changed
		p.mu.Unlock()
		if holds {
			return true
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return false
		}
	}
}
