package lambdagroupbytraceprocessor

import (
	"context"
	"sync"
	"time"

	"github.com/open-telemetry/opentelemetry-collector-contrib/pkg/batchpersignal"
	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/consumer"
	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/ptrace"
	"go.uber.org/zap"

	"opentelemetry.io/lambda/collector/internal/flushclock"
)

// groups are the traces that wait for more of their spans.
type groups struct {
	config *Config
	clock  *flushclock.Clock // nil where nothing follows the environment
	next   consumer.Traces
	logger *zap.Logger
	remove func() // from the clock

	passing sync.Mutex // one after the other, so that who ends this waits for a timer's work

	mu      sync.Mutex
	waiting []*group // the oldest first
	byTrace map[pcommon.TraceID]*group
	timer   *time.Timer
}

type group struct {
	trace ptrace.Traces
	id    pcommon.TraceID
	until time.Time // the time of day, which goes on in a freeze
}

func newGroups(config *Config, clock *flushclock.Clock, next consumer.Traces, logger *zap.Logger) *groups {
	return &groups{config: config, clock: clock, next: next, logger: logger, remove: func() {}, byTrace: map[pcommon.TraceID]*group{}}
}

// Start makes the clock ask for what waits.
func (g *groups) Start(context.Context, component.Host) error {
	if g.clock != nil {
		g.remove = g.clock.Add(g)
	}
	return nil
}

// Shutdown passes on what waits.
func (g *groups) Shutdown(ctx context.Context) error {
	g.remove()
	g.ReleaseAll(ctx)
	return nil
}

// Capabilities says that data is not changed: it is copied by traces.
func (g *groups) Capabilities() consumer.Capabilities {
	return consumer.Capabilities{MutatesData: false}
}

// ConsumeTraces lets the spans wait for others of their traces.
func (g *groups) ConsumeTraces(ctx context.Context, data ptrace.Traces) error {
	g.mu.Lock()
	for _, part := range batchpersignal.SplitTraces(data) {
		g.add(part)
	}
	excess := g.take(func(*group) bool { return len(g.waiting) > g.config.NumTraces })
	g.schedule()
	g.mu.Unlock()
	g.pass(ctx, excess)
	return nil
}

// add takes spans of one trace.
func (g *groups) add(part ptrace.Traces) {
	id := part.ResourceSpans().At(0).ScopeSpans().At(0).Spans().At(0).TraceID()
	if there, ok := g.byTrace[id]; ok {
		part.ResourceSpans().MoveAndAppendTo(there.trace.ResourceSpans())
		return
	}
	added := &group{trace: part, id: id, until: now().Add(g.config.WaitDuration)}
	g.byTrace[id] = added
	g.waiting = append(g.waiting, added)
}

// ReleaseDue passes on what has waited for long enough.
func (g *groups) ReleaseDue(ctx context.Context) {
	g.release(ctx, func(of *group) bool { return !of.until.After(now()) })
}

// ReleaseAll passes on all.
func (g *groups) ReleaseAll(ctx context.Context) {
	g.release(ctx, func(*group) bool { return true })
}

func (g *groups) release(ctx context.Context, whether func(*group) bool) {
	g.passing.Lock()
	defer g.passing.Unlock()
	g.mu.Lock()
	released := g.take(whether)
	g.schedule()
	g.mu.Unlock()
	g.pass(ctx, released)
}

// take returns the oldest groups for which a condition holds.
func (g *groups) take(whether func(*group) bool) []*group {
	var taken []*group
	for len(g.waiting) > 0 && whether(g.waiting[0]) {
		taken = append(taken, g.waiting[0])
		delete(g.byTrace, g.waiting[0].id)
		g.waiting[0] = nil
		g.waiting = g.waiting[1:]
	}
	return taken
}

// schedule sets the timer for the oldest group.
func (g *groups) schedule() {
	if g.timer != nil {
		g.timer.Stop()
		g.timer = nil
	}
	if len(g.waiting) > 0 {
		g.timer = time.AfterFunc(g.waiting[0].until.Sub(now()), func() { g.ReleaseDue(context.Background()) })
	}
}

func (g *groups) pass(ctx context.Context, released []*group) {
	lost := 0
	var last error
	for _, of := range released {
		spans := of.trace.SpanCount() // as who takes them may change them
		if err := g.next.ConsumeTraces(ctx, of.trace); err != nil {
			lost += spans
			last = err
		}
	}
	if lost > 0 {
		g.logger.Error("not passed on, and lost", zap.Int("count", lost), zap.String("of", "spans"), zap.Error(last))
	}
}

// now is the time of day.
func now() time.Time {
	return time.Now().Round(0)
}
