package lambdaqueueprocessor

import (
	"errors"
	"net/http"
	"testing"
	"time"

	"go.opentelemetry.io/collector/consumer/consumererror"
	"go.opentelemetry.io/collector/consumer/consumertest"
	"go.opentelemetry.io/collector/pdata/plog"
	"go.opentelemetry.io/collector/pdata/pmetric"
	"go.opentelemetry.io/collector/pdata/ptrace"
	"go.uber.org/zap"

	"opentelemetry.io/lambda/collector/internal/lambdatest"
	"opentelemetry.io/lambda/collector/internal/lifecycle"
)

// checkSignal merges, copies what is shared, and keeps of a partial failure what has failed.
func checkSignal[T any](t *testing.T, of signal[T], create func() T, shared T, partial func(error, T) error) {
	t.Helper()
	if copied := of.owned(shared); of.Items(copied) != 1 || of.Items(of.Merge(copied, create())) != 2 || of.Items(shared) != 1 {
		t.Error("what is shared is changed")
	}
	own := create()
	if of.Bytes(of.owned(own)) == 0 {
		t.Error("no size")
	}
	both := of.Merge(create(), create())
	if of.Items(of.Rest(both, errors.New("all"))) != 2 || of.Items(of.Rest(both, partial(errors.New("some"), create()))) != 1 {
		t.Error("not what has failed")
	}
	first, second, ok := of.Halve(both)
	if !ok || of.Items(first) != 1 || of.Items(second) != 1 {
		t.Error("not halved")
	}
	if _, _, ok := of.Halve(first); ok {
		t.Error("one item has no halves")
	}
}

func TestSignals(t *testing.T) {
	sharedSpans, sharedPoints, sharedRecords := spans("a"), point(), record()
	sharedSpans.MarkReadOnly()
	sharedPoints.MarkReadOnly()
	sharedRecords.MarkReadOnly()
	checkSignal(t, traces(consumertest.NewNop()), func() ptrace.Traces { return spans("a") }, sharedSpans, consumererror.NewTraces)
	checkSignal(t, metrics(consumertest.NewNop()), point, sharedPoints, consumererror.NewMetrics)
	checkSignal(t, logs(consumertest.NewNop()), record, sharedRecords, consumererror.NewLogs)
}

func point() pmetric.Metrics {
	metrics := pmetric.NewMetrics()
	metrics.ResourceMetrics().AppendEmpty().ScopeMetrics().AppendEmpty().Metrics().AppendEmpty().SetEmptySum().DataPoints().AppendEmpty().SetIntValue(1)
	return metrics
}

func record() plog.Logs {
	logs := plog.NewLogs()
	logs.ResourceLogs().AppendEmpty().ScopeLogs().AppendEmpty().LogRecords().AppendEmpty().Body().SetStr("a")
	return logs
}

func TestRequestsWithoutItems_areNotPassedOn(t *testing.T) {
	sink := new(consumertest.MetricsSink)
	factory := NewFactory()
	created, err := factory.CreateMetrics(t.Context(), settings(zap.NewNop()), factory.CreateDefaultConfig(), sink)
	if err != nil {
		t.Fatal(err)
	}
	if err := created.ConsumeMetrics(t.Context(), pmetric.NewMetrics()); err != nil {
		t.Error(err)
	}
	if err := created.Shutdown(t.Context()); err != nil || len(sink.AllMetrics()) != 0 {
		t.Errorf("%d requests, %v", len(sink.AllMetrics()), err)
	}
}

func TestNoTelemetryAPI_whatIsReceivedIsExportedBeforeItIsAcknowledged(t *testing.T) {
	lambda := lambdatest.New(t)
	lambda.TelemetryStatus = http.StatusAccepted
	t.Setenv("AWS_LAMBDA_RUNTIME_API", lambda.Address())
	follows, err := lifecycle.Register(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	follows.Configure(zap.NewNop(), time.Minute)
	_ = follows.Subscribe(t.Context())
	defer func() { _ = follows.Unsubscribe(t.Context()) }()
	sink := new(consumertest.TracesSink)
	factory := NewFactory()
	created, err := factory.CreateTraces(t.Context(), settings(zap.NewNop()), factory.CreateDefaultConfig(), sink)
	if err != nil {
		t.Fatal(err)
	}
	if err := created.Start(t.Context(), host{follows}); err != nil || created.Capabilities().MutatesData {
		t.Fatal(err)
	}
	if err := created.ConsumeTraces(t.Context(), spans("a")); err != nil {
		t.Fatal(err)
	}
	if sink.SpanCount() != 1 {
		t.Errorf("%d spans", sink.SpanCount())
	}
	if err := created.Shutdown(t.Context()); err != nil {
		t.Error(err)
	}
}
