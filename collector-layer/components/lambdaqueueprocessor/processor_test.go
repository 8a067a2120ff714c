package lambdaqueueprocessor

import (
	"context"
	"errors"
	"strconv"
	"sync"
	"testing"
	"time"

	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/component/componenttest"
	"go.opentelemetry.io/collector/consumer"
	"go.opentelemetry.io/collector/consumer/consumererror"
	"go.opentelemetry.io/collector/consumer/consumertest"
	"go.opentelemetry.io/collector/pdata/plog"
	"go.opentelemetry.io/collector/pdata/pmetric"
	"go.opentelemetry.io/collector/pdata/ptrace"
	"go.opentelemetry.io/collector/processor"
	"go.uber.org/goleak"
	"go.uber.org/zap"
	"go.uber.org/zap/zaptest/observer"

	"opentelemetry.io/lambda/collector/internal/lambdatest"
	"opentelemetry.io/lambda/collector/internal/lifecycle"
	"opentelemetry.io/lambda/collector/internal/signalqueue"
)

func TestMain(m *testing.M) {
	goleak.VerifyTestMain(m)
}

func settings(logger *zap.Logger) processor.Settings {
	return processor.Settings{ID: component.NewID(Type), TelemetrySettings: component.TelemetrySettings{Logger: logger}}
}

func spans(names ...string) ptrace.Traces {
	traces := ptrace.NewTraces()
	for _, name := range names {
		traces.ResourceSpans().AppendEmpty().ScopeSpans().AppendEmpty().Spans().AppendEmpty().SetName(name)
	}
	return traces
}

func TestShutdown_emptiesTheQueue(t *testing.T) {
	sink := new(consumertest.TracesSink)
	factory := NewFactory()
	created, err := factory.CreateTraces(t.Context(), settings(zap.NewNop()), factory.CreateDefaultConfig(), sink)
	if err != nil {
		t.Fatal(err)
	}
	if err := created.Start(t.Context(), componenttest.NewNopHost()); err != nil {
		t.Fatal(err)
	}
	for i := range 100 {
		if err := created.ConsumeTraces(t.Context(), spans(strconv.Itoa(i))); err != nil {
			t.Fatal(err)
		}
	}
	if err := created.Shutdown(t.Context()); err != nil {
		t.Fatal(err)
	}
	if sink.SpanCount() != 100 {
		t.Errorf("%d spans", sink.SpanCount())
	}
}

// host has an extension that follows Lambda.
type host struct{ follows *lifecycle.Lifecycle }

func (h host) GetExtensions() map[component.ID]component.Component {
	return map[component.ID]component.Component{component.MustNewID("lambda"): h}
}
func (h host) Lifecycle() *lifecycle.Lifecycle             { return h.follows }
func (h host) Start(context.Context, component.Host) error { return nil }
func (h host) Shutdown(context.Context) error              { return nil }

func TestShutdown_inLambda_exportsWhatProcessorsReleaseInTheirs(t *testing.T) {
	lambda := lambdatest.New(t)
	t.Setenv("AWS_LAMBDA_RUNTIME_API", lambda.Address())
	follows, err := lifecycle.Register(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	backend := &failsOnce{}
	next, err := consumer.NewTraces(backend.consume)
	if err != nil {
		t.Fatal(err)
	}
	factory := NewFactory()
	created, err := factory.CreateTraces(t.Context(), settings(zap.NewNop()), factory.CreateDefaultConfig(), next)
	if err != nil {
		t.Fatal(err)
	}
	if err := created.Start(t.Context(), host{follows}); err != nil {
		t.Fatal(err)
	}
	follows.Start()
	if !lambda.AwaitNext(time.Minute) {
		t.Fatal("no next")
	}
	lambda.Shutdown()
	<-follows.Done()
	if err := created.ConsumeTraces(t.Context(), spans("released")); err != nil {
		t.Fatal(err)
	}
	if err := created.Shutdown(t.Context()); err != nil {
		t.Fatal(err)
	}
	if backend.received != 1 {
		t.Errorf("%d spans", backend.received)
	}
}

// failsOnce is a backend whose first export fails.
type failsOnce struct {
	mu       sync.Mutex
	failed   bool
	received int
}

func (b *failsOnce) consume(_ context.Context, traces ptrace.Traces) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	if !b.failed {
		b.failed = true
		return errors.New("once")
	}
	b.received += traces.SpanCount()
	return nil
}

func TestSharedData_isNotChanged(t *testing.T) {
	shared := spans("a", "b")
	shared.MarkReadOnly()
	sink := new(consumertest.TracesSink)
	of := traces(sink)
	merged := of.Merge(of.owned(shared), of.owned(shared))
	if shared.SpanCount() != 2 || merged.SpanCount() != 4 {
		t.Errorf("%d %d", shared.SpanCount(), merged.SpanCount())
	}
}

func TestOtherSignals(t *testing.T) {
	metrics, logs := pmetric.NewMetrics(), plog.NewLogs()
	metrics.ResourceMetrics().AppendEmpty().ScopeMetrics().AppendEmpty().Metrics().AppendEmpty().SetEmptySum().DataPoints().AppendEmpty()
	logs.ResourceLogs().AppendEmpty().ScopeLogs().AppendEmpty().LogRecords().AppendEmpty()
	points, records := new(consumertest.MetricsSink), new(consumertest.LogsSink)
	factory := NewFactory()
	ofMetrics, err1 := factory.CreateMetrics(t.Context(), settings(zap.NewNop()), factory.CreateDefaultConfig(), points)
	ofLogs, err2 := factory.CreateLogs(t.Context(), settings(zap.NewNop()), factory.CreateDefaultConfig(), records)
	if err := errors.Join(err1, err2, ofMetrics.ConsumeMetrics(t.Context(), metrics), ofLogs.ConsumeLogs(t.Context(), logs),
		ofMetrics.Shutdown(t.Context()), ofLogs.Shutdown(t.Context())); err != nil {
		t.Fatal(err)
	}
	if points.DataPointCount() != 1 || records.LogRecordCount() != 1 {
		t.Errorf("%d points, %d records", points.DataPointCount(), records.LogRecordCount())
	}
}

func TestLost_isALineWithTheCount(t *testing.T) {
	core, lines := observer.New(zap.ErrorLevel)
	factory := NewFactory()
	next := consumertest.NewErr(consumererror.NewTraces(errors.New("down"), spans("b")))
	created, err := factory.CreateTraces(t.Context(), settings(zap.New(core)), factory.CreateDefaultConfig(), next)
	if err != nil {
		t.Fatal(err)
	}
	_ = created.ConsumeTraces(t.Context(), spans("a", "b"))
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	_ = created.Shutdown(ended)
	if lines.Len() != 1 {
		t.Fatalf("%v", lines.All())
	}
	if fields := lines.All()[0].ContextMap(); fields["count"] == int64(0) || fields["of"] != "spans" {
		t.Errorf("%v", fields)
	}
}

func TestConfig_thatIsNotValid(t *testing.T) {
	if (&signalqueue.Config{}).Validate() == nil {
		t.Error("nothing fits a queue of 0 bytes")
	}
}
