// Package flushclock is a clock whose tickers follow the environment: it makes up for ticks that a freeze has swallowed, and ticks once more at
// the end. What holds data without a ticker is asked for it at the same moments.
package flushclock

import (
	"context"
	"slices"
	"sync"
	"time"

	"github.com/jonboulle/clockwork"
)

// Clock is the real one, but for its tickers.
type Clock struct {
	clockwork.Clock

	mu      sync.Mutex
	tickers []*ticker
	holders []Holder
}

// Holder holds data for some time.
type Holder interface {
	// ReleaseDue passes on what has been held for long enough, by the time of day.
	ReleaseDue(ctx context.Context)
	// ReleaseAll passes on all.
	ReleaseAll(ctx context.Context)
}

// New returns one without tickers.
func New() *Clock {
	return &Clock{Clock: clockwork.NewRealClock()}
}

// NewTicker returns one that ticks by its interval, and when it is told to.
func (c *Clock) NewTicker(interval time.Duration) clockwork.Ticker {
	added := &ticker{real: c.Clock.NewTicker(interval), interval: interval, last: wall(), stopped: make(chan struct{})}
	added.wait = newWait()
	added.remove = sync.OnceFunc(func() {
		c.mu.Lock()
		defer c.mu.Unlock()
		c.tickers = slices.DeleteFunc(c.tickers, func(t *ticker) bool { return t == added })
		close(added.stopped)
		added.real.Stop()
	})
	c.mu.Lock()
	c.tickers = append(c.tickers, added)
	c.mu.Unlock()
	go added.follow()
	return added
}

// Add makes the clock ask a holder, and returns how to end that.
func (c *Clock) Add(holder Holder) func() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.holders = append(c.holders, holder)
	return func() {
		c.mu.Lock()
		defer c.mu.Unlock()
		c.holders = slices.DeleteFunc(c.holders, func(h Holder) bool { return h == holder })
	}
}

// TickDue makes those tick whose interval has passed by the time of day, and returns when they have done their work.
func (c *Clock) TickDue(ctx context.Context) {
	c.tick(ctx, (*ticker).due, Holder.ReleaseDue)
}

// TickAll makes all tick.
func (c *Clock) TickAll(ctx context.Context) {
	c.tick(ctx, func(*ticker) bool { return true }, Holder.ReleaseAll)
}

func (c *Clock) tick(ctx context.Context, whether func(*ticker) bool, release func(Holder, context.Context)) {
	c.mu.Lock()
	tickers, holders := slices.Clone(c.tickers), slices.Clone(c.holders)
	c.mu.Unlock()
	var running sync.WaitGroup
	for _, t := range tickers {
		if whether(t) {
			running.Go(func() { t.tick(ctx) })
		}
	}
	for _, h := range holders {
		running.Go(func() { release(h, ctx) })
	}
	running.Wait()
}

// wall is the time of day, which goes on in a freeze.
func wall() time.Time {
	return time.Now().Round(0)
}
