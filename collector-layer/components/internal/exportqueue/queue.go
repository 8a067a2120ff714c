// Package exportqueue holds what is to be exported until it has been, across freezes and failures of the backend.
package exportqueue

import (
	"context"
	"errors"
	"sync"
	"time"

	"go.uber.org/zap"
)

const (
	// maxBatchBytes is what backends take in one request.
	maxBatchBytes = 2 << 20
	// concurrency is how many exports run at a time.
	concurrency = 2
	// drainConcurrency is the same when the environment is about to end.
	drainConcurrency = 8

	initialBackOff = 100 * time.Millisecond
	maxBackOff     = 10 * time.Second
	drainBackOff   = 200 * time.Millisecond
	// probeWait is how long a flush waits for a backend that has failed, or not answered, the last time.
	probeWait = 200 * time.Millisecond

	// roomWait is how long a caller waits for room in a full queue.
	roomWait = time.Second
	// fullRetryAfter is when a caller may come again that has found none.
	fullRetryAfter = time.Second

	// gatherBytes is how much is gathered for one request, at most, while an invocation's end is to come.
	gatherBytes = 256 << 10
	// gatherTime is for how long.
	gatherTime = time.Second
	// thawed is how late a timer is that has waited in a freeze.
	thawed = 100 * time.Millisecond

	// attemptTimeout is how long an export may take.
	attemptTimeout = 15 * time.Second
	// thawGrace is for answers that have come during a freeze, whose length counts as time, too.
	thawGrace = 500 * time.Millisecond
)

// Operations are what a queue does with its data.
type Operations[T any] struct {
	// Bytes is how large data is.
	Bytes func(T) int
	// Items is how many spans, data points or log records data has.
	Items func(T) int
	// Merge returns one that has what both have, and may change the first.
	Merge func(T, T) T
	// Export passes data on, and returns when that has succeeded or failed.
	Export func(context.Context, T) error
	// Permanent tells whether an error would be the same another time.
	Permanent func(error) bool
	// Rest returns the part of the data that an error is about.
	Rest func(T, error) T
	// Halve returns two parts that together have the items of data, which may be changed; false for what has one item.
	Halve func(T) (first, second T, ok bool)
	// Pack makes data that has to wait smaller; nil where nothing does.
	Pack func(T)
}

// Full is returned for data that finds no room.
type Full struct{}

func (Full) Error() string { return "the queue is full, try again later" }

// RetryAfter returns when there may be room.
func (Full) RetryAfter() time.Duration { return fullRetryAfter }

// errClosed is for data that comes when the queue has ended, so that nobody takes it for received.
var errClosed = errors.New("the queue has ended")

// Queue takes data at once, and exports it as soon as the backend takes it. It has goroutines only while it exports.
type Queue[T any] struct {
	operations Operations[T]
	maxBytes   int
	logger     *zap.Logger
	ctx        context.Context
	cancel     context.CancelFunc
	running    sync.WaitGroup

	mu       sync.Mutex
	entries  []entry[T] // the oldest first
	bytes    int        // of all that is held, what is being exported included
	waiting  int        // bytes of the entries
	gathers  func() bool
	gather   time.Time // until when data is gathered; 0 if none waits
	late     bool      // whether that has been put off for a freeze
	flushing int
	inFlight int
	health   health
	timer    *time.Timer
	draining bool
	closed   bool
	dropped  int
	lost     int
	futile   bool          // whether halving refused batches has led to nothing, and nothing was accepted since
	changed  chan struct{} // closed by each change
}

type entry[T any] struct {
	data  T
	bytes int
	part  *refusal // what it is a part of; nil for a batch of its own
}

// New returns a queue that holds no more than so many bytes.
func New[T any](operations Operations[T], maxBytes int, logger *zap.Logger) *Queue[T] {
	ctx, cancel := context.WithCancel(context.Background())
	return &Queue[T]{
		operations: operations,
		maxBytes:   maxBytes,
		logger:     logger,
		ctx:        ctx,
		cancel:     cancel,
		changed:    make(chan struct{}),
		gathers:    func() bool { return false },
	}
}

// GatherWhile makes the queue wait for more, for a while, when it is told that a flush will come.
func (q *Queue[T]) GatherWhile(flushWillCome func() bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.gathers = flushWillCome
}

// Offer takes data, or returns Full.
//
// While the backend is well, a full queue lets the caller wait for room, since the data would be lost for no reason. For a backend that is not,
// nobody waits: what no longer fits is dropped, the oldest first.
func (q *Queue[T]) Offer(ctx context.Context, data T) error {
	if q.operations.Pack != nil && q.doubtful() {
		q.operations.Pack(data)
	}
	added := entry[T]{data: data, bytes: q.operations.Bytes(data)}
	q.mu.Lock()
	defer q.mu.Unlock()
	if !q.awaitRoom(ctx, added.bytes) {
		return Full{}
	}
	if q.closed {
		return errClosed
	}
	if len(q.entries) == 0 {
		q.gather, q.late = time.Now().Add(gatherTime), false
	}
	q.entries = append(q.entries, added)
	q.bytes += added.bytes
	q.waiting += added.bytes
	q.pump()
	q.dropOldest()
	return nil
}

func (q *Queue[T]) doubtful() bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	return q.health.doubtful()
}

// awaitRoom returns false if a backend that is well has made no room in time. It unlocks while it waits.
func (q *Queue[T]) awaitRoom(ctx context.Context, bytes int) bool {
	var late <-chan time.Time
	for q.bytes > 0 && q.bytes+bytes > q.maxBytes && !q.health.doubtful() && !q.draining && !q.closed {
		if late == nil {
			timer := time.NewTimer(roomWait)
			defer timer.Stop()
			late = timer.C
		}
		changed := q.changed
		inTime := true
		q.mu.Unlock()
		select {
		case <-changed:
		case <-late:
			inTime = false
		case <-ctx.Done():
			inTime = false
		}
		q.mu.Lock()
		if !inTime {
			return false
		}
	}
	return true
}

// Flush waits until all has been exported, as long as there is hope: it does not wait for a backend that is known to be down.
func (q *Queue[T]) Flush(ctx context.Context) {
	q.setFlushing(1)
	defer q.setFlushing(-1)
	var probe <-chan time.Time
	for {
		q.mu.Lock()
		idle := q.inFlight == 0 && (len(q.entries) == 0 || q.health.down())
		doubtful := q.health.doubtful()
		changed := q.changed
		q.mu.Unlock()
		if idle {
			return
		}
		if doubtful && probe == nil {
			timer := time.NewTimer(probeWait)
			defer timer.Stop()
			probe = timer.C
		}
		select {
		case <-changed:
		case <-probe:
			return
		case <-ctx.Done():
			q.mu.Lock()
			q.health.slow = q.inFlight > 0
			q.notify()
			q.mu.Unlock()
			return
		}
	}
}

func (q *Queue[T]) setFlushing(more int) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.flushing += more
	q.pump()
}

// Drain exports what it can for as long as the context allows, since there is no later.
func (q *Queue[T]) Drain(ctx context.Context) {
	q.mu.Lock()
	q.draining = true
	q.health.retryAt = time.Time{}
	q.pump()
	q.notify() // callers that wait for room need not
	for q.inFlight > 0 || len(q.entries) > 0 {
		changed := q.changed
		q.mu.Unlock()
		select {
		case <-changed:
		case <-ctx.Done():
			return
		}
		q.mu.Lock()
	}
	q.mu.Unlock()
}

// Close ends the queue, and returns how many items it has lost in all.
func (q *Queue[T]) Close() int {
	q.mu.Lock()
	q.closed = true
	if q.timer != nil {
		q.timer.Stop()
	}
	q.mu.Unlock()
	q.cancel()
	q.running.Wait()
	q.mu.Lock()
	defer q.mu.Unlock()
	q.tellUnfinished()
	for _, left := range q.entries {
		q.lost += q.operations.Items(left.data)
	}
	q.entries, q.waiting = nil, 0
	return q.lost
}

// dropOldest makes room, but not for what is being exported.
func (q *Queue[T]) dropOldest() {
	for q.bytes > q.maxBytes && len(q.entries) > 0 {
		oldest := q.entries[0]
		q.entries = append(q.entries[:0:0], q.entries[1:]...)
		q.bytes -= oldest.bytes
		q.waiting -= oldest.bytes
		items := q.operations.Items(oldest.data)
		if q.dropped == 0 {
			q.logger.Warn("the queue is full: what is oldest is dropped", zap.Int("max_bytes", q.maxBytes))
		}
		q.dropped += items
		q.lost += items
		q.done(oldest.part)
	}
}

// pump starts the exports that can be started.
func (q *Queue[T]) pump() {
	for len(q.entries) > 0 && !q.closed && q.inFlight < q.limit() {
		if wait := max(q.health.wait(), q.gatherWait()); wait > 0 {
			q.schedule(wait)
			return
		}
		batch := q.take()
		q.inFlight++
		q.running.Add(1)
		go q.export(batch)
	}
}

// gatherWait returns how long it makes sense to wait for more that goes out with the same request.
func (q *Queue[T]) gatherWait() time.Duration {
	if q.draining || q.flushing > 0 || q.entries[0].part != nil || q.health.doubtful() || q.waiting >= min(gatherBytes, q.maxBytes/4) || !q.gathers() {
		return 0
	}
	wait := time.Until(q.gather)
	if wait < -thawed && !q.late {
		// the time was over in a freeze, and the invocation that has ended it has a flush of its own
		q.late = true
		q.gather = time.Now().Add(gatherTime)
		return gatherTime
	}
	return wait
}

func (q *Queue[T]) limit() int {
	switch {
	case q.draining:
		return drainConcurrency
	case q.health.down():
		return 1
	default:
		return concurrency
	}
}

func (q *Queue[T]) schedule(wait time.Duration) {
	if q.timer != nil {
		q.timer.Stop()
	}
	q.timer = time.AfterFunc(wait, func() {
		q.mu.Lock()
		defer q.mu.Unlock()
		q.pump()
	})
}

// take returns the oldest entries as one, but only one of them for a backend that is down: what is put back is one entry, and so is what may
// have to be dropped. Parts of what was refused stay alone.
func (q *Queue[T]) take() entry[T] {
	batch := q.entries[0]
	n := 1
	merges := batch.part == nil && (q.draining || !q.health.down())
	for merges && n < len(q.entries) && q.entries[n].part == nil && batch.bytes+q.entries[n].bytes <= maxBatchBytes {
		batch.data = q.operations.Merge(batch.data, q.entries[n].data)
		batch.bytes += q.entries[n].bytes
		n++
	}
	q.entries = append(q.entries[:0:0], q.entries[n:]...)
	q.waiting -= batch.bytes
	q.gather, q.late = time.Now().Add(gatherTime), false
	return batch
}

func (q *Queue[T]) export(batch entry[T]) {
	defer q.running.Done()
	ctx, stop := attemptContext(q.ctx)
	items := q.operations.Items(batch.data) // as who exports may change it
	err := q.operations.Export(ctx, batch.data)
	if err != nil && context.Cause(ctx) == errNoAnswer {
		err = errNoAnswer
	}
	stop()
	q.mu.Lock()
	defer q.mu.Unlock()
	q.inFlight--
	q.bytes -= batch.bytes
	switch {
	case err == nil:
		batch.part.accept(items)
		q.done(batch.part)
		q.succeeded()
	case q.operations.Permanent(err):
		q.health.succeeded()
		q.refused(batch, err)
	default:
		q.failed(batch, items, err)
	}
	q.pump()
	q.notify()
}

func (q *Queue[T]) notify() {
	close(q.changed)
	q.changed = make(chan struct{})
}

func (q *Queue[T]) succeeded() {
	if q.health.down() {
		q.logger.Info("exports succeed again")
	}
	if q.dropped > 0 {
		q.logger.Warn("dropped while the queue was full", zap.Int("items", q.dropped))
		q.dropped = 0
	}
	q.health.succeeded()
	q.futile = false
}

func (q *Queue[T]) failed(batch entry[T], items int, err error) {
	if !q.health.down() && !q.closed {
		q.logger.Warn("exports fail, and will be tried again", zap.Error(err))
	}
	backOff := maxBackOff
	if q.draining {
		backOff = drainBackOff
	}
	q.health.failed(backOff)
	if !q.draining { // when there is no later
		q.health.postpone(err)
	}
	rest := q.operations.Rest(batch.data, err)
	again := entry[T]{data: rest, bytes: q.operations.Bytes(rest), part: batch.part}
	batch.part.accept(items - q.operations.Items(rest))
	q.entries = append([]entry[T]{again}, q.entries...)
	q.bytes += again.bytes
	q.waiting += again.bytes
	q.dropOldest()
}
