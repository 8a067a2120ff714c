package flushclock

import (
	"context"
	"sync"
	"time"

	"github.com/jonboulle/clockwork"
)

type ticker struct {
	real    clockwork.Ticker
	remove  func()
	stopped chan struct{}

	mu       sync.Mutex
	interval time.Duration
	last     time.Time
	wait     *wait
}

// wait is one of the owner's for a tick: when it waits again, it has done the work of the last.
type wait struct {
	ticks chan time.Time
	over  chan struct{}
}

func newWait() *wait {
	return &wait{ticks: make(chan time.Time), over: make(chan struct{})}
}

// Chan is called whenever the owner waits.
func (t *ticker) Chan() <-chan time.Time {
	t.mu.Lock()
	defer t.mu.Unlock()
	close(t.wait.over)
	t.wait = newWait()
	return t.wait.ticks
}

// Reset sets another interval.
func (t *ticker) Reset(interval time.Duration) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.interval, t.last = interval, wall()
	t.real.Reset(interval)
}

// Stop ends the ticks.
func (t *ticker) Stop() {
	t.remove()
}

func (t *ticker) due() bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	return wall().Sub(t.last) >= t.interval
}

// follow passes the real ticks on.
func (t *ticker) follow() {
	for {
		select {
		case at := <-t.real.Chan():
			t.send(context.Background(), at)
		case <-t.stopped:
			return
		}
	}
}

// tick returns when the owner has done its work.
func (t *ticker) tick(ctx context.Context) {
	sent := t.send(ctx, time.Now())
	if sent == nil {
		return
	}
	select {
	case <-sent.over:
	case <-t.stopped:
	case <-ctx.Done():
	}
}

// send returns the wait that a tick has ended; nil if there was none in time.
func (t *ticker) send(ctx context.Context, at time.Time) *wait {
	for {
		t.mu.Lock()
		current := t.wait
		t.mu.Unlock()
		select {
		case current.ticks <- at:
			t.mu.Lock()
			t.last = wall()
			t.mu.Unlock()
			return current
		case <-current.over:
		case <-t.stopped:
			return nil
		case <-ctx.Done():
			return nil
		}
	}
}
