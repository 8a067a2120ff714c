// Package lifecycle follows the environment through its invocations, and empties the queues before each freeze.
package lifecycle

import (
	"context"
	"errors"
	"net/http"
	"os"
	"path/filepath"
	"sync"
	"time"

	"go.uber.org/zap"

	"opentelemetry.io/lambda/collector/internal/environment"
	"opentelemetry.io/lambda/collector/internal/lambdaapi"
)

const (
	// deadlineMargin is left of an invocation's time when the queues have been flushed.
	deadlineMargin = 100 * time.Millisecond
	// shutdownMargin is left of the 2 s for the Collector to stop.
	shutdownMargin = 300 * time.Millisecond
	// releaseTime is left of the drain for what processors release when they are shut down.
	releaseTime = 500 * time.Millisecond
	// reportWait is how long the end waits for the last invocation's report.
	reportWait = 150 * time.Millisecond

	// tickTimeout is how long the end waits for components that send by a clock.
	tickTimeout = 250 * time.Millisecond

	registerTimeout = 5 * time.Second
	nextBackOff     = 100 * time.Millisecond
)

// Queue is what has to be empty before a freeze.
type Queue interface {
	// Flush waits until all that can be exported has been.
	Flush(ctx context.Context)
	// Drain does so for the last time.
	Drain(ctx context.Context)
}

// Clock makes components work that send by a clock of their own, so that queues have what these hold.
type Clock interface {
	// TickDue does so if their time has come.
	TickDue(ctx context.Context)
	// TickAll does so for the last time.
	TickAll(ctx context.Context)
}

// Lifecycle is one environment's.
type Lifecycle struct {
	client       *lambdaapi.Client
	registration lambdaapi.Registration
	managed      bool

	mu           sync.Mutex
	logger       *zap.Logger
	queues       map[Queue]struct{}
	subscribers  []*subscriber
	endings      []func(invoked bool)
	listener     *lambdaapi.Listener
	lostEvents   int
	observed     bool // the Telemetry API tells of the end of an invocation
	unobserved   bool // nothing does
	invoked      bool // an invocation has begun
	flushTimeout time.Duration
	drainUntil   time.Time // 0 before SHUTDOWN
	progress     *progress
	spans        functionSpans
	clock        Clock

	handling sync.Mutex // one batch of telemetry after the other
	begin    sync.Once
	done     chan struct{}
}

// Register registers this process as an extension; nil, and no error, outside of Lambda.
func Register(ctx context.Context) (*Lifecycle, error) {
	address := environment.RuntimeAPI()
	if address == "" {
		return nil, nil
	}
	name, err := os.Executable()
	if err != nil {
		return nil, err
	}
	return register(ctx, address, filepath.Base(name), environment.ManagedInstance())
}

func register(ctx context.Context, address, name string, managed bool) (*Lifecycle, error) {
	ctx, cancel := context.WithTimeout(ctx, registerTimeout)
	defer cancel()
	events := []string{lambdaapi.Invoke, lambdaapi.Shutdown}
	if managed {
		events = events[1:]
	}
	client, registration, err := lambdaapi.Register(ctx, address, name, events...)
	var refused *lambdaapi.StatusError
	if !managed && errors.As(err, &refused) && refused.Status == http.StatusForbidden {
		// where INVOKE is refused, the environment is one of many events at a time
		managed = true
		client, registration, err = lambdaapi.Register(ctx, address, name, lambdaapi.Shutdown)
	}
	if err != nil {
		return nil, err
	}
	return &Lifecycle{
		client:       client,
		registration: registration,
		managed:      managed,
		logger:       zap.NewNop(),
		queues:       map[Queue]struct{}{},
		progress:     newProgress(),
		done:         make(chan struct{}),
	}, nil
}

// Registration is what Lambda said about the function.
func (l *Lifecycle) Registration() lambdaapi.Registration {
	return l.registration
}

// Configure says how to log, and how long an invocation is held at most.
func (l *Lifecycle) Configure(logger *zap.Logger, flushTimeout time.Duration) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.logger = logger
	l.flushTimeout = flushTimeout
}

// Follow makes a clock follow the environment.
func (l *Lifecycle) Follow(clock Clock) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.clock = clock
}

// Add adds a queue, and returns how it is removed.
func (l *Lifecycle) Add(queue Queue) func() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.queues[queue] = struct{}{}
	return func() {
		l.mu.Lock()
		defer l.mu.Unlock()
		delete(l.queues, queue)
	}
}

// Synchronous returns how long a queue's caller has to wait for the export: where nothing tells of an invocation's end, only data that has
// been exported before the function answers is sure to go out before the freeze. 0 otherwise.
func (l *Lifecycle) Synchronous() time.Duration {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.unobserved {
		return l.flushTimeout
	}
	return 0
}

// FlushWillCome tells whether queues will be flushed at an invocation's end: gathering until then makes fewer requests.
func (l *Lifecycle) FlushWillCome() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.observed && l.invoked && l.drainUntil.IsZero()
}

// Start says that the extension is ready, and follows the environment from now on; false if that was so before.
func (l *Lifecycle) Start() bool {
	first := false
	l.begin.Do(func() {
		first = true
		go l.follow(context.Background())
	})
	return first
}

// Done is closed when the environment is about to end, and all has been exported that could be.
func (l *Lifecycle) Done() <-chan struct{} {
	return l.done
}

// DrainUntil returns until when queues may be drained in SHUTDOWN; the zero time before it.
func (l *Lifecycle) DrainUntil() time.Time {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.drainUntil
}

// Deadline returns when the environment ends; the zero time before SHUTDOWN.
func (l *Lifecycle) Deadline() time.Time {
	if until := l.DrainUntil(); !until.IsZero() {
		return until.Add(shutdownMargin)
	}
	return time.Time{}
}

func (l *Lifecycle) follow(ctx context.Context) {
	defer close(l.done)
	for {
		event, err := l.client.Next(ctx)
		switch {
		case err != nil:
			l.log().Warn("no next event", zap.Error(err))
			time.Sleep(nextBackOff)
		case event.Type == lambdaapi.Invoke:
			l.invoke(ctx, event)
		case event.Type == lambdaapi.Shutdown:
			l.shutdown(ctx, event)
			return
		}
	}
}

// invoke returns when the environment may be frozen.
func (l *Lifecycle) invoke(ctx context.Context, event lambdaapi.Event) {
	l.mu.Lock()
	l.invoked = true
	observed, timeout, clock := l.observed, l.flushTimeout, l.clock
	l.mu.Unlock()
	if !observed {
		return
	}
	ctx, cancel := context.WithDeadline(ctx, event.Deadline().Add(-deadlineMargin))
	defer cancel()
	if !l.progress.awaitEnd(ctx, event.RequestID) {
		return
	}
	ctx, cancelFlush := context.WithTimeout(ctx, timeout)
	defer cancelFlush()
	if clock != nil {
		clock.TickDue(ctx)
	}
	l.each(func(queue Queue) { queue.Flush(ctx) })
}

func (l *Lifecycle) shutdown(ctx context.Context, event lambdaapi.Event) {
	drainUntil := event.Deadline().Add(-shutdownMargin)
	ctx, cancel := context.WithDeadline(ctx, drainUntil.Add(-releaseTime))
	defer cancel()
	l.mu.Lock()
	l.drainUntil = drainUntil
	subscribed, clock := len(l.subscribers) > 0 && l.observed, l.clock
	l.mu.Unlock()
	if subscribed {
		l.progress.awaitReports(ctx, reportWait)
	}
	l.tellEnd()
	if clock != nil {
		last, cancelLast := context.WithTimeout(ctx, tickTimeout)
		clock.TickAll(last)
		cancelLast()
	}
	l.each(func(queue Queue) { queue.Drain(ctx) })
}

func (l *Lifecycle) each(do func(Queue)) {
	l.mu.Lock()
	queues := make([]Queue, 0, len(l.queues))
	for queue := range l.queues {
		queues = append(queues, queue)
	}
	l.mu.Unlock()
	var running sync.WaitGroup
	for _, queue := range queues {
		running.Go(func() { do(queue) })
	}
	running.Wait()
}

func (l *Lifecycle) log() *zap.Logger {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.logger
}
