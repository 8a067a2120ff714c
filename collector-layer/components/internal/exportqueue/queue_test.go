package exportqueue

import (
	"context"
	"errors"
	"slices"
	"sync"
	"testing"
	"time"

	"go.opentelemetry.io/collector/consumer/consumererror"
	"go.uber.org/goleak"
	"go.uber.org/zap"
	"go.uber.org/zap/zaptest/observer"
)

func TestMain(m *testing.M) {
	goleak.VerifyTestMain(m)
}

// backend takes numbers, of which each is an item of a byte.
type backend struct {
	mu       sync.Mutex
	received []int
	exports  int
	err      error
	hang     chan struct{}
	refuses  func(int) bool
	downErr  error
	downFrom int // exports after which it fails by that error
	fails    func([]int) bool
}

func (b *backend) export(ctx context.Context, data []int) error {
	b.mu.Lock()
	hang := b.hang
	b.exports++
	number := b.exports
	b.mu.Unlock()
	if hang != nil {
		select {
		case <-hang:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	switch {
	case b.err != nil:
		return b.err
	case b.downErr != nil && number > b.downFrom:
		return b.downErr
	case b.fails != nil && b.fails(data):
		return errors.New("503")
	case b.refuses != nil && slices.ContainsFunc(data, b.refuses):
		return errRefused
	}
	b.received = append(b.received, data...)
	return nil
}

// failAfter makes the backend fail from an export on.
func (b *backend) failAfter(exports int, err error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.downFrom, b.downErr = exports, err
}

func (b *backend) fail(err error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.err = err
}

func (b *backend) got() []int {
	b.mu.Lock()
	defer b.mu.Unlock()
	return slices.Clone(b.received)
}

func newQueue(t *testing.T, b *backend, maxBytes int) (*Queue[[]int], *observer.ObservedLogs) {
	t.Helper()
	core, lines := observer.New(zap.InfoLevel)
	queue := New(Operations[[]int]{
		Bytes:     func(data []int) int { return len(data) },
		Items:     func(data []int) int { return len(data) },
		Merge:     func(first, second []int) []int { return append(first, second...) },
		Export:    b.export,
		Permanent: consumererror.IsPermanent,
		Rest: func(data []int, err error) []int {
			var rest partial
			if errors.As(err, &rest) {
				return rest
			}
			return data
		},
		Halve: func(data []int) ([]int, []int, bool) {
			half := len(data) / 2
			return slices.Clone(data[:half]), slices.Clone(data[half:]), half > 0
		},
	}, maxBytes, zap.New(core))
	t.Cleanup(func() { queue.Close() })
	return queue, lines
}

type partial []int

func (p partial) Error() string { return "partial" }

func offer(t *testing.T, queue *Queue[[]int], data []int) {
	t.Helper()
	if err := queue.Offer(t.Context(), data); err != nil {
		t.Error(err)
	}
}

func flush(t *testing.T, queue *Queue[[]int], timeout time.Duration) time.Duration {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), timeout)
	defer cancel()
	start := time.Now()
	queue.Flush(ctx)
	return time.Since(start)
}

func TestFlush_exportsAll(t *testing.T) {
	b := &backend{}
	queue, _ := newQueue(t, b, 100)
	for i := range 50 {
		offer(t, queue, []int{i})
	}
	flush(t, queue, time.Minute)
	if got := b.got(); len(got) != 50 {
		t.Errorf("received %v", got)
	}
}

func TestOffer_whileTheBackendHangs_returnsAtOnce_andIsMerged(t *testing.T) {
	b := &backend{hang: make(chan struct{})}
	queue, _ := newQueue(t, b, 1000)
	for i := range 500 {
		offer(t, queue, []int{i})
	}
	close(b.hang)
	flush(t, queue, time.Minute)
	if b.exports > concurrency+1 {
		t.Errorf("%d exports, for what waits is exported together", b.exports)
	}
	if got := b.got(); len(got) != 500 {
		t.Errorf("received %d", len(got))
	}
}

func TestFlush_endsWithTheContext_andTheNextOneDoesNotWaitAsLong(t *testing.T) {
	b := &backend{hang: make(chan struct{})}
	queue, _ := newQueue(t, b, 100)
	offer(t, queue, []int{1})
	flush(t, queue, 50*time.Millisecond)
	if took := flush(t, queue, time.Minute); took > 10*probeWait {
		t.Errorf("it has waited for %v", took)
	}
	close(b.hang)
	flush(t, queue, time.Minute)
	offer(t, queue, []int{2})
	flush(t, queue, time.Minute)
	if got := b.got(); !slices.Equal(got, []int{1, 2}) {
		t.Errorf("received %v", got)
	}
}

func TestFailure_isTriedAgain_withOneLine(t *testing.T) {
	b := &backend{err: errors.New("down")}
	queue, lines := newQueue(t, b, 100)
	offer(t, queue, []int{1})
	flush(t, queue, time.Minute)
	offer(t, queue, []int{2})
	flush(t, queue, time.Minute)
	if n := lines.FilterMessageSnippet("will be tried again").Len(); n != 1 {
		t.Errorf("%d lines", n)
	}
	b.fail(nil)
	drain(t, queue)
	if got := b.got(); !slices.Equal(got, []int{1, 2}) {
		t.Errorf("received %v", got)
	}
}

func TestFailure_ofAPart_thatPartIsTriedAgain(t *testing.T) {
	b := &backend{err: partial{2}}
	queue, _ := newQueue(t, b, 100)
	offer(t, queue, []int{1, 2})
	flush(t, queue, time.Minute)
	b.fail(nil)
	drain(t, queue)
	if got := b.got(); !slices.Equal(got, []int{2}) {
		t.Errorf("received %v", got)
	}
}

func TestFailure_permanent_isLost_andCounted(t *testing.T) {
	b := &backend{err: consumererror.NewPermanent(errors.New("refused"))}
	queue, lines := newQueue(t, b, 100)
	offer(t, queue, []int{1, 2})
	flush(t, queue, time.Minute)
	if lost := queue.Close(); lost != 2 {
		t.Errorf("lost %d", lost)
	}
	if n := lines.FilterMessageSnippet("refused by the exporter").Len(); n != 1 {
		t.Errorf("%d lines", n)
	}
}

func TestFull_theOldestIsDropped(t *testing.T) {
	b := &backend{err: errors.New("down")}
	queue, lines := newQueue(t, b, 3)
	for i := range 10 {
		offer(t, queue, []int{i})
		flush(t, queue, time.Minute)
	}
	b.fail(nil)
	drain(t, queue)
	if got := b.got(); !slices.Equal(got, []int{7, 8, 9}) {
		t.Errorf("received %v", got)
	}
	if n := lines.FilterMessageSnippet("the queue is full").Len(); n != 1 {
		t.Errorf("%d lines", n)
	}
	if lost := queue.Close(); lost != 7 {
		t.Errorf("lost %d", lost)
	}
}

func TestFull_butTheBackendIsWell_theCallerWaitsForRoom(t *testing.T) {
	b := &backend{hang: make(chan struct{})}
	queue, _ := newQueue(t, b, 3)
	offer(t, queue, []int{1, 2, 3})
	taken := make(chan error, 1)
	go func() { taken <- queue.Offer(t.Context(), []int{4}) }()
	select {
	case err := <-taken:
		t.Errorf("there is no room: %v", err)
	case <-time.After(50 * time.Millisecond):
	}
	close(b.hang)
	if err := <-taken; err != nil {
		t.Error(err)
	}
	drain(t, queue)
	if got := b.got(); !slices.Equal(got, []int{1, 2, 3, 4}) {
		t.Errorf("received %v", got)
	}
	if lost := queue.Close(); lost != 0 {
		t.Errorf("lost %d", lost)
	}
}

func TestFull_noRoomInTime_isRefused_andNotLost(t *testing.T) {
	b := &backend{hang: make(chan struct{})}
	queue, _ := newQueue(t, b, 3)
	offer(t, queue, []int{1, 2, 3})
	err := queue.Offer(t.Context(), []int{4})
	var full interface{ RetryAfter() time.Duration }
	if !errors.As(err, &full) || full.RetryAfter() <= 0 {
		t.Errorf("%v", err)
	}
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	if err := queue.Offer(ended, []int{5}); err == nil {
		t.Error("its caller has gone")
	}
	close(b.hang)
	drain(t, queue)
	if got := b.got(); !slices.Equal(got, []int{1, 2, 3}) {
		t.Errorf("received %v", got)
	}
}

func TestFull_theBackendDoesNotAnswer_nobodyWaitsOnceThatIsKnown(t *testing.T) {
	b := &backend{hang: make(chan struct{})}
	queue, _ := newQueue(t, b, 3)
	offer(t, queue, []int{1, 2, 3})
	flush(t, queue, 50*time.Millisecond)
	offer(t, queue, []int{4})
	close(b.hang)
}

func TestLargerThanTheQueue_isTakenWhereItIsEmpty(t *testing.T) {
	b := &backend{}
	queue, _ := newQueue(t, b, 3)
	offer(t, queue, []int{1, 2, 3, 4, 5})
	flush(t, queue, time.Minute)
	if got := b.got(); len(got) != 5 {
		t.Errorf("received %v", got)
	}
}

type throttled time.Duration

func (t throttled) Error() string             { return "throttled" }
func (t throttled) RetryAfter() time.Duration { return time.Duration(t) }

func TestFailure_withRetryAfter_isNotTriedBefore_butInTheEnd(t *testing.T) {
	b := &backend{err: throttled(time.Hour)}
	queue, _ := newQueue(t, b, 100)
	offer(t, queue, []int{1})
	flush(t, queue, time.Minute)
	queue.mu.Lock()
	wait := queue.health.wait()
	queue.mu.Unlock()
	if wait <= maxBackOff || wait > maxRetryAfter {
		t.Errorf("tried again in %v", wait)
	}
	b.fail(nil)
	drain(t, queue)
	if got := b.got(); !slices.Equal(got, []int{1}) {
		t.Errorf("received %v", got)
	}
}

func TestDrain_endsWithTheContext_andTheRestIsCounted(t *testing.T) {
	b := &backend{hang: make(chan struct{})}
	queue, _ := newQueue(t, b, 100)
	offer(t, queue, []int{1})
	offer(t, queue, []int{2, 3})
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	queue.Drain(ctx)
	if lost := queue.Close(); lost != 3 {
		t.Errorf("lost %d", lost)
	}
}

func drain(t *testing.T, queue *Queue[[]int]) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	queue.Drain(ctx)
}

func TestOffer_whileAFlushIsToCome_isGatheredIntoOneRequest(t *testing.T) {
	b := &backend{}
	queue, _ := newQueue(t, b, 1000)
	queue.GatherWhile(func() bool { return true })
	for i := range 100 {
		offer(t, queue, []int{i})
	}
	flush(t, queue, time.Minute)
	if got := b.got(); len(got) != 100 || b.exports != 1 {
		t.Errorf("%d received, in %d exports", len(got), b.exports)
	}
}

func TestOffer_whileNoFlushComes_isExportedAfterAWhile(t *testing.T) {
	b := &backend{}
	queue, _ := newQueue(t, b, 1000)
	queue.GatherWhile(func() bool { return true })
	offer(t, queue, []int{1})
	await(t, func() bool { return len(b.got()) == 1 })
}

func TestOffer_muchData_doesNotWaitForAFlush(t *testing.T) {
	b := &backend{hang: make(chan struct{})}
	queue, _ := newQueue(t, b, 1000)
	queue.GatherWhile(func() bool { return true })
	offer(t, queue, make([]int, 250))
	queue.mu.Lock()
	inFlight := queue.inFlight
	queue.mu.Unlock()
	close(b.hang)
	if inFlight != 1 {
		t.Error("a quarter of what the queue holds has waited")
	}
}

func TestGather_aTimerThatWasLateForAFreeze_waitsOnceMore(t *testing.T) {
	b := &backend{}
	queue, _ := newQueue(t, b, 1000)
	queue.GatherWhile(func() bool { return true })
	offer(t, queue, []int{1})
	queue.mu.Lock()
	defer queue.mu.Unlock()
	queue.gather = time.Now().Add(-time.Hour)
	if wait := queue.gatherWait(); wait != gatherTime {
		t.Errorf("%v", wait)
	}
	queue.gather = time.Now().Add(-time.Hour)
	if wait := queue.gatherWait(); wait > 0 {
		t.Errorf("the second time, too: %v", wait)
	}
}

func TestOffer_toABackendThatIsDown_isPacked(t *testing.T) {
	b := &backend{err: errors.New("503")}
	queue, _ := newQueue(t, b, 1000)
	packed := make(chan []int, 2)
	queue.operations.Pack = func(data []int) { packed <- data }
	offer(t, queue, []int{1})
	await(t, func() bool {
		queue.mu.Lock()
		defer queue.mu.Unlock()
		return queue.health.down()
	})
	offer(t, queue, []int{2})
	if got := <-packed; got[0] != 2 || len(packed) > 0 {
		t.Errorf("%v, %d more", got, len(packed))
	}
}

func TestOffer_afterTheEnd_isAnError(t *testing.T) {
	queue, _ := newQueue(t, &backend{}, 1000)
	queue.Close()
	if err := queue.Offer(t.Context(), []int{1}); err == nil {
		t.Error("nobody will ever know")
	}
}

func await(t *testing.T, condition func() bool) {
	t.Helper()
	for deadline := time.Now().Add(time.Minute); !condition(); time.Sleep(time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal("not in a minute")
		}
	}
}
