package flushclock

import (
	"context"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jonboulle/clockwork"
	"go.uber.org/goleak"
)

func TestMain(m *testing.M) {
	goleak.VerifyTestMain(m)
}

// worker counts what it has done, as a component does that sends by a clock.
type worker struct {
	ticker clockwork.Ticker
	done   atomic.Int32
	end    chan struct{}
}

func start(t *testing.T, clock clockwork.Clock, interval time.Duration) *worker {
	w := &worker{ticker: clock.NewTicker(interval), end: make(chan struct{})}
	go func() {
		for {
			select {
			case <-w.ticker.Chan():
				w.done.Add(1)
			case <-w.end:
				return
			}
		}
	}()
	t.Cleanup(func() {
		w.ticker.Stop()
		w.ticker.Stop()
		w.end <- struct{}{}
	})
	return w
}

func TestTickAll_returnsWhenTheWorkIsDone(t *testing.T) {
	clock := New()
	w := start(t, clock, time.Hour)
	for i := range int32(1000) {
		clock.TickAll(t.Context())
		if done := w.done.Load(); done != i+1 {
			t.Fatalf("%d of %d", done, i+1)
		}
	}
}

func TestTickDue_onlyIfTheIntervalHasPassed(t *testing.T) {
	clock := New()
	w := start(t, clock, time.Hour)
	clock.TickDue(t.Context())
	if w.done.Load() != 0 {
		t.Error("it is not due")
	}
	// a freeze of two hours
	frozen := clock.tickers[0]
	frozen.mu.Lock()
	frozen.last = frozen.last.Add(-2 * time.Hour)
	frozen.mu.Unlock()
	clock.TickDue(t.Context())
	clock.TickDue(t.Context())
	if done := w.done.Load(); done != 1 {
		t.Errorf("%d times", done)
	}
}

func TestTicks_comeByThemselves(t *testing.T) {
	w := start(t, New(), time.Millisecond)
	for deadline := time.Now().Add(time.Minute); w.done.Load() < 3; time.Sleep(time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal("no ticks")
		}
	}
}

func TestTickAll_nobodyWaits_returnsWithTheContext(t *testing.T) {
	clock := New()
	ticker := clock.NewTicker(time.Hour)
	defer ticker.Stop()
	ctx, cancel := context.WithTimeout(t.Context(), time.Millisecond)
	defer cancel()
	clock.TickAll(ctx)
}

// holder counts how often it is asked.
type holder struct{ due, all int }

func (h *holder) ReleaseDue(context.Context) { h.due++ }
func (h *holder) ReleaseAll(context.Context) { h.all++ }

func TestHolder_isAskedUntilItIsRemoved(t *testing.T) {
	clock := New()
	h := &holder{}
	remove := clock.Add(h)
	clock.Add(&holder{})
	clock.TickDue(t.Context())
	clock.TickAll(t.Context())
	remove()
	clock.TickDue(t.Context())
	clock.TickAll(t.Context())
	if h.due != 1 || h.all != 1 {
		t.Errorf("%+v", *h)
	}
}
