package lambdagroupbytraceprocessor

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/jonboulle/clockwork"
	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/component/componenttest"
	"go.opentelemetry.io/collector/consumer"
	"go.opentelemetry.io/collector/consumer/consumertest"
	"go.opentelemetry.io/collector/pdata/ptrace"
	"go.opentelemetry.io/collector/processor"
	"go.uber.org/goleak"
	"go.uber.org/zap"
	"go.uber.org/zap/zaptest/observer"

	"opentelemetry.io/lambda/collector/internal/flushclock"
)

func TestMain(m *testing.M) {
	goleak.VerifyTestMain(m)
}

// spans returns one of each trace.
func spans(traces ...byte) ptrace.Traces {
	data := ptrace.NewTraces()
	scope := data.ResourceSpans().AppendEmpty().ScopeSpans().AppendEmpty()
	for _, id := range traces {
		scope.Spans().AppendEmpty().SetTraceID([16]byte{id})
	}
	return data
}

// start returns the processor with a clock that follows the environment.
func start(t *testing.T, config Config, next consumer.Traces, logger *zap.Logger) (processor.Traces, *flushclock.Clock) {
	t.Helper()
	clock := flushclock.New()
	settings := processor.Settings{ID: component.NewID(Type), TelemetrySettings: component.TelemetrySettings{Logger: logger}}
	created, err := NewFactory().CreateTraces(clockwork.AddToContext(t.Context(), clock), settings, &config, next)
	if err != nil {
		t.Fatal(err)
	}
	if err := created.Start(t.Context(), componenttest.NewNopHost()); err != nil || created.Capabilities().MutatesData {
		t.Fatal(err)
	}
	return created, clock
}

func consume(t *testing.T, to processor.Traces, data ptrace.Traces) {
	t.Helper()
	if err := to.ConsumeTraces(t.Context(), data); err != nil {
		t.Error(err)
	}
}

// passed returns the traces of what a sink has got, as "trace:spans".
func passed(sink *consumertest.TracesSink) []string {
	var got []string
	for _, data := range sink.AllTraces() {
		first := data.ResourceSpans().At(0).ScopeSpans().At(0).Spans().At(0).TraceID()
		got = append(got, fmt.Sprint(first[0], ":", data.SpanCount()))
	}
	return got
}

func TestShutdown_passesOnWhatWaits_byTraces(t *testing.T) {
	sink := new(consumertest.TracesSink)
	created, clock := start(t, Config{NumTraces: 10, WaitDuration: time.Hour}, sink, zap.NewNop())
	consume(t, created, spans(1, 2, 1))
	consume(t, created, spans(2, 3))
	clock.TickDue(t.Context())
	if got := passed(sink); len(got) != 0 {
		t.Errorf("%v before its time", got)
	}
	if err := created.Shutdown(t.Context()); err != nil {
		t.Error(err)
	}
	if got := passed(sink); !slices.Equal(got, []string{"1:2", "2:2", "3:1"}) {
		t.Errorf("%v", got)
	}
	clock.TickAll(t.Context())
	if got := passed(sink); len(got) != 3 {
		t.Errorf("%v after the end", got)
	}
}

func TestEndOfTheEnvironment_passesOnAll_beforeQueuesAreDrained(t *testing.T) {
	sink := new(consumertest.TracesSink)
	created, clock := start(t, Config{NumTraces: 10, WaitDuration: time.Hour}, sink, zap.NewNop())
	consume(t, created, spans(1))
	clock.TickAll(t.Context())
	if got := passed(sink); !slices.Equal(got, []string{"1:1"}) {
		t.Errorf("%v", got)
	}
	consume(t, created, spans(2))
	_ = created.Shutdown(t.Context())
	if got := passed(sink); !slices.Equal(got, []string{"1:1", "2:1"}) {
		t.Errorf("%v", got)
	}
}

func TestEndOfAnInvocation_passesOnWhatIsDue_byTheTimeOfDay(t *testing.T) {
	sink := new(consumertest.TracesSink)
	created, clock := start(t, Config{NumTraces: 10, WaitDuration: time.Hour}, sink, zap.NewNop())
	consume(t, created, spans(1))
	consume(t, created, spans(2))
	g := created.(*groups)
	g.mu.Lock()
	g.waiting[0].until = now().Add(-time.Second) // as after a freeze
	g.mu.Unlock()
	clock.TickDue(t.Context())
	if got := passed(sink); !slices.Equal(got, []string{"1:1"}) {
		t.Errorf("%v", got)
	}
	_ = created.Shutdown(t.Context())
}

func TestWait_isOver_withoutTheClock(t *testing.T) {
	got := make(chan ptrace.Traces, 2)
	next, err := consumer.NewTraces(func(_ context.Context, data ptrace.Traces) error {
		got <- data
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	settings := processor.Settings{ID: component.NewID(Type), TelemetrySettings: component.TelemetrySettings{Logger: zap.NewNop()}}
	created, err := NewFactory().CreateTraces(t.Context(), settings, &Config{NumTraces: 10, WaitDuration: time.Millisecond}, next)
	if err != nil || created.Start(t.Context(), componenttest.NewNopHost()) != nil {
		t.Fatal(err)
	}
	for range 2 {
		consume(t, created, spans(1))
		select {
		case data := <-got:
			if data.SpanCount() != 1 {
				t.Errorf("%d spans", data.SpanCount())
			}
		case <-time.After(time.Minute):
			t.Fatal("not in a minute")
		}
	}
	_ = created.Shutdown(t.Context())
}

func TestMoreThanNumTraces_theOldestArePassedOn(t *testing.T) {
	sink := new(consumertest.TracesSink)
	created, _ := start(t, Config{NumTraces: 2, WaitDuration: time.Hour}, sink, zap.NewNop())
	consume(t, created, spans(1, 2, 3, 4))
	if got := passed(sink); !slices.Equal(got, []string{"1:1", "2:1"}) {
		t.Errorf("%v", got)
	}
	_ = created.Shutdown(t.Context())
}

func TestRefusedByTheNext_isTold(t *testing.T) {
	core, lines := observer.New(zap.ErrorLevel)
	created, _ := start(t, Config{NumTraces: 2, WaitDuration: time.Hour}, consumertest.NewErr(errors.New("full")), zap.New(core))
	consume(t, created, spans(1, 1, 2))
	_ = created.Shutdown(t.Context())
	if lines.Len() != 1 || lines.All()[0].ContextMap()["count"] != int64(3) {
		t.Errorf("%v", lines.All())
	}
}

func TestConfig(t *testing.T) {
	if err := createDefaultConfig().(*Config).Validate(); err != nil {
		t.Error(err)
	}
	for _, bad := range []Config{{WaitDuration: time.Second}, {NumTraces: 1, WaitDuration: -1}} {
		if bad.Validate() == nil {
			t.Errorf("%+v", bad)
		}
	}
}
