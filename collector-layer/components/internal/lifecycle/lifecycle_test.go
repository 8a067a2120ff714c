package lifecycle

import (
	"context"
	"errors"
	"net/http"
	"runtime"
	"slices"
	"strconv"
	"sync/atomic"
	"testing"
	"time"

	"go.uber.org/goleak"
	"go.uber.org/zap"
	"go.uber.org/zap/zaptest/observer"

	"opentelemetry.io/lambda/collector/internal/lambdaapi"
	"opentelemetry.io/lambda/collector/internal/lambdatest"
)

const (
	long  = time.Minute
	quick = 50 * time.Millisecond
)

func TestMain(m *testing.M) {
	goleak.VerifyTestMain(m)
}

// queue takes as long as it is told to.
type queue struct {
	flushes, drains atomic.Int32
	hold            chan struct{}
}

func (q *queue) Flush(ctx context.Context) {
	q.flushes.Add(1)
	q.wait(ctx)
}

func (q *queue) Drain(ctx context.Context) {
	q.drains.Add(1)
	q.wait(ctx)
}

func (q *queue) wait(ctx context.Context) {
	if q.hold != nil {
		select {
		case <-q.hold:
		case <-ctx.Done():
		}
	}
}

// start returns a life cycle that waits for its first event.
func start(t *testing.T, lambda *lambdatest.Lambda, queue *queue, cap time.Duration) *Lifecycle {
	t.Helper()
	l, err := register(t.Context(), lambda.Address(), "collector", false)
	if err != nil {
		t.Fatal(err)
	}
	l.Configure(zap.NewNop(), cap)
	l.Add(queue)
	if err := l.Subscribe(t.Context()); err != nil {
		t.Fatal(err)
	}
	if !l.Start() || l.Start() {
		t.Error("it is started once")
	}
	t.Cleanup(func() {
		l.client.Close()
		_ = l.Unsubscribe(context.Background())
		http.DefaultClient.CloseIdleConnections()
	})
	if !lambda.AwaitNext(long) {
		t.Fatal("no next")
	}
	return l
}

func end(t *testing.T, lambda *lambdatest.Lambda, l *Lifecycle) {
	t.Helper()
	lambda.Shutdown()
	select {
	case <-l.Done():
	case <-time.After(long):
		t.Error("not done")
	}
}

func TestInvocation_isHeldUntilTheRuntimeIsDone_andTheQueueIsEmpty(t *testing.T) {
	lambda := lambdatest.New(t)
	q := &queue{hold: make(chan struct{})}
	l := start(t, lambda, q, long)
	lambda.Invoke("1", long)
	if lambda.AwaitNext(quick) {
		t.Error("the runtime is not done")
	}
	lambda.Done("1")
	if lambda.AwaitNext(quick) {
		t.Error("the queue is not empty")
	}
	close(q.hold)
	if !lambda.AwaitNext(long) {
		t.Error("no next")
	}
	end(t, lambda, l)
	if q.flushes.Load() != 1 || q.drains.Load() != 1 {
		t.Errorf("%d flushes, %d drains", q.flushes.Load(), q.drains.Load())
	}
}

func TestInvocation_theQueueDoesNotEmpty_nextComesAtTheCap(t *testing.T) {
	lambda := lambdatest.New(t)
	l := start(t, lambda, &queue{hold: make(chan struct{})}, quick)
	lambda.Invoke("1", long)
	lambda.Done("1")
	if !lambda.AwaitNext(long) {
		t.Error("no next")
	}
	end(t, lambda, l)
}

func TestInvocation_theDeadlinePassesWithoutItsEnd_nextComes(t *testing.T) {
	lambda := lambdatest.New(t)
	q := &queue{}
	l := start(t, lambda, q, long)
	lambda.Invoke("1", 200*time.Millisecond)
	if !lambda.AwaitNext(long) {
		t.Error("no next")
	}
	end(t, lambda, l)
	if q.flushes.Load() != 0 {
		t.Error("there was no time to flush")
	}
}

// clock counts what it is asked for before a queue is.
type clock struct {
	queue    *queue
	due, all int32
}

func (c *clock) TickDue(context.Context) { c.due += 1 - c.queue.flushes.Load() }
func (c *clock) TickAll(context.Context) { c.all += 1 - c.queue.drains.Load() }

func TestClock_ticksBeforeQueuesAreEmptied(t *testing.T) {
	lambda := lambdatest.New(t)
	q := &queue{}
	l := start(t, lambda, q, long)
	ticks := &clock{queue: q}
	l.Follow(ticks)
	lambda.Invoke("1", long)
	lambda.Done("1")
	if !lambda.AwaitNext(long) {
		t.Error("no next")
	}
	end(t, lambda, l)
	if ticks.due != 1 || ticks.all != 1 {
		t.Errorf("%d and %d", ticks.due, ticks.all)
	}
}

func TestTelemetryAPI_isMissing_callersWait(t *testing.T) {
	lambda := lambdatest.New(t)
	lambda.TelemetryStatus = http.StatusAccepted
	l := start(t, lambda, &queue{}, quick)
	if l.Synchronous() != quick {
		t.Error("nothing else tells of an invocation's end")
	}
	lambda.Invoke("1", long)
	if !lambda.AwaitNext(long) {
		t.Error("no next")
	}
	end(t, lambda, l)
}

func TestInvokeIsRefused_itRegistersForShutdown(t *testing.T) {
	lambda := lambdatest.New(t)
	lambda.RefuseInvoke = true
	l := start(t, lambda, &queue{}, long)
	if got := lambda.Registered(); !slices.Equal(got, []string{lambdaapi.Shutdown}) {
		t.Errorf("registered for %v", got)
	}
	if l.Synchronous() != 0 {
		t.Error("nothing is frozen")
	}
	end(t, lambda, l)
}

func TestShutdown_theQueueDoesNotEmpty_timeIsLeftForWhatProcessorsRelease(t *testing.T) {
	lambda := lambdatest.New(t)
	l := start(t, lambda, &queue{hold: make(chan struct{})}, long)
	if !l.DrainUntil().IsZero() {
		t.Error("there is no SHUTDOWN yet")
	}
	end(t, lambda, l)
	if time.Until(l.DrainUntil()) <= 0 {
		t.Error("no time is left")
	}
}

func TestTelemetry_isPassedOn_byType(t *testing.T) {
	lambda := lambdatest.New(t)
	l, err := register(t.Context(), lambda.Address(), "collector", false)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	l.OnTelemetry([]string{"function"}, func(events []lambdaapi.TelemetryEvent) {
		for _, event := range events {
			got = append(got, event.Type)
		}
	})
	if err := l.Subscribe(t.Context()); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		l.client.Close()
		_ = l.Unsubscribe(context.Background())
		http.DefaultClient.CloseIdleConnections()
	})
	lambda.Tell([2]string{"function", `"a line"`}, [2]string{"extension", `"x"`}, [2]string{"platform.start", `{}`})
	if !slices.Equal(got, []string{"function"}) {
		t.Errorf("got %v", got)
	}
	if types := lambda.Types(); !slices.Equal(types, []string{"function", "platform"}) {
		t.Errorf("subscribed to %v", types)
	}
}

// A day of an invocation a minute, without what makes it slow.
func TestManyInvocations_leaveNothingBehind(t *testing.T) {
	lambda := lambdatest.New(t)
	l := start(t, lambda, &queue{}, long)
	var before int
	for i := range 1440 {
		id := strconv.Itoa(i)
		lambda.Invoke(id, long)
		lambda.Tell([2]string{lambdaapi.Start, `{"requestId":"` + id + `"}`})
		lambda.Done(id)
		if !lambda.AwaitNext(long) {
			t.Fatal("no next")
		}
		lambda.Tell([2]string{lambdaapi.Report, `{"requestId":"` + id + `"}`})
		if i == 100 {
			before = runtime.NumGoroutine()
		}
	}
	if after := runtime.NumGoroutine(); after > before+5 {
		t.Errorf("%d goroutines, %d before", after, before)
	}
	if n := len(l.progress.unreported); n > 0 {
		t.Errorf("%d invocations are remembered", n)
	}
	end(t, lambda, l)
}

func TestSubscription_isAnsweredLate_theEndIsWaitedForFromThenOn(t *testing.T) {
	lambda := lambdatest.New(t)
	lambda.HoldSubscription = make(chan struct{})
	l, err := register(t.Context(), lambda.Address(), "collector", false)
	if err != nil {
		t.Fatal(err)
	}
	defer l.client.Close()
	l.Configure(zap.NewNop(), long)
	if err := l.Subscribe(t.Context()); !errors.Is(err, errNoAnswer) {
		t.Errorf("%v", err)
	}
	if l.Synchronous() != long {
		t.Error("nothing tells of an invocation's end, and nobody waits for the export")
	}
	close(lambda.HoldSubscription)
	for deadline := time.Now().Add(long); l.Synchronous() > 0; time.Sleep(time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal("the answer is not heeded")
		}
	}
	_ = l.Unsubscribe(t.Context())
}

func TestTelemetry_afterTheSubscribersEnd_isCounted(t *testing.T) {
	lambda := lambdatest.New(t)
	core, lines := observer.New(zap.ErrorLevel)
	l := start(t, lambda, &queue{}, long)
	l.Configure(zap.New(core), long)
	remove := l.OnTelemetry([]string{"function"}, func([]lambdaapi.TelemetryEvent) { t.Error("it has ended") })
	remove()
	lambda.Tell([2]string{"function", `"a"`}, [2]string{"function", `"b"`}, [2]string{"extension", `"c"`})
	end(t, lambda, l)
	if err := l.Unsubscribe(t.Context()); err != nil {
		t.Fatal(err)
	}
	if lines.Len() != 1 || lines.All()[0].ContextMap()["count"] != int64(2) {
		t.Errorf("%v", lines.All())
	}
}

func TestShutdown_isToldBeforeTheQueueIsDrained(t *testing.T) {
	for _, invoked := range []bool{false, true} {
		lambda := lambdatest.New(t)
		q := &queue{}
		l := start(t, lambda, q, long)
		var told []bool
		l.OnShutdown(func(invoked bool) {
			told = append(told, invoked)
			if q.drains.Load() != 0 {
				t.Error("it is drained before")
			}
		})
		if invoked {
			lambda.Invoke("1", long)
			lambda.Done("1")
			if !lambda.AwaitNext(long) {
				t.Fatal("no next")
			}
		}
		end(t, lambda, l)
		if !slices.Equal(told, []bool{invoked}) || q.drains.Load() != 1 {
			t.Errorf("%v: %v, %d drains", invoked, told, q.drains.Load())
		}
	}
}
