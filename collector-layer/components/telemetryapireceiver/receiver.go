package telemetryapireceiver

import (
	"context"
	"encoding/json"
	"sync"

	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/consumer"
	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/plog"
	"go.opentelemetry.io/collector/pdata/ptrace"
	"go.uber.org/zap"

	"opentelemetry.io/lambda/collector/internal/lambdaapi"
	"opentelemetry.io/lambda/collector/internal/lifecycle"
)

const scopeName = "opentelemetry.io/lambda/collector/telemetryapireceiver"

type telemetryReceiver struct {
	config *Config
	logger *zap.Logger
	ended  func()

	traces  consumer.Traces
	metrics consumer.Metrics
	logs    consumer.Logs

	start sync.Once
	stop  sync.Once
	end   func()
	// functionSpan returns the span that the function's SDK has reported for an invocation.
	functionSpan func(requestID string) (lifecycle.SpanContext, bool)

	resource    pcommon.Resource
	phases      phases
	invocations invocations
	counts      *counts
}

func newReceiver(config *Config, logger *zap.Logger, ended func()) *telemetryReceiver {
	return &telemetryReceiver{
		config: config,
		logger: logger,
		ended:  ended,
		end:    func() {},
		functionSpan: func(string) (lifecycle.SpanContext, bool) {
			return lifecycle.SpanContext{}, false
		},
		resource:    newResource(logger),
		invocations: newInvocations(),
		counts:      newCounts(config.MetricsTemporality, newPrices(config, logger)),
	}
}

// Start subscribes; called for each signal.
func (r *telemetryReceiver) Start(_ context.Context, host component.Host) error {
	r.start.Do(func() {
		follows := lifecycle.Of(host)
		if follows == nil {
			r.logger.Info("not run by Lambda: there is no Telemetry API")
			return
		}
		putAccount(r.resource, follows.Registration().AccountID)
		r.functionSpan = follows.FunctionSpan
		r.end = follows.OnTelemetry(r.config.Types, r.consume)
		follows.OnShutdown(r.addUnusedInit)
	})
	return nil
}

// Shutdown ends the subscription; called for each signal.
func (r *telemetryReceiver) Shutdown(context.Context) error {
	r.stop.Do(func() {
		r.end()
		r.ended()
	})
	return nil
}

// batch is what comes of the events that come together.
type batch struct {
	spans ptrace.SpanSlice
	logs  plog.LogRecordSlice
}

// consume is called with one batch of events after the other.
func (r *telemetryReceiver) consume(events []lambdaapi.TelemetryEvent) {
	traces := ptrace.NewTraces()
	resourceSpans := traces.ResourceSpans().AppendEmpty()
	scopeSpans := resourceSpans.ScopeSpans().AppendEmpty()
	scopeSpans.Scope().SetName(scopeName)
	logs := plog.NewLogs()
	resourceLogs := logs.ResourceLogs().AppendEmpty()
	scopeLogs := resourceLogs.ScopeLogs().AppendEmpty()
	scopeLogs.Scope().SetName(scopeName)

	into := batch{spans: scopeSpans.Spans(), logs: scopeLogs.LogRecords()}
	for _, event := range events {
		r.add(event, into)
	}
	r.resource.CopyTo(resourceSpans.Resource())
	r.resource.CopyTo(resourceLogs.Resource())
	r.pass(traces, logs)
}

func (r *telemetryReceiver) pass(traces ptrace.Traces, logs plog.Logs) {
	ctx := context.Background()
	if r.traces != nil && traces.SpanCount() > 0 {
		r.tell(r.traces.ConsumeTraces(ctx, traces), traces.SpanCount(), "spans")
	}
	if r.logs != nil && logs.LogRecordCount() > 0 {
		r.tell(r.logs.ConsumeLogs(ctx, logs), logs.LogRecordCount(), "log records")
	}
	r.passMetrics()
}

func (r *telemetryReceiver) passMetrics() {
	if r.metrics != nil {
		if metrics, changed := r.counts.take(r.resource); changed {
			r.tell(r.metrics.ConsumeMetrics(context.Background(), metrics), metrics.DataPointCount(), "data points")
		}
	}
}

func (r *telemetryReceiver) tell(err error, count int, items string) {
	if err != nil {
		r.logger.Warn("what the Telemetry API has told is lost", zap.Int("count", count), zap.String("of", items), zap.Error(err))
	}
}

func (r *telemetryReceiver) add(event lambdaapi.TelemetryEvent, into batch) {
	if event.Type == functionLog || event.Type == extensionLog {
		r.addLine(event, into)
		return
	}
	var record platformRecord
	if err := json.Unmarshal(event.Record, &record); err != nil {
		r.logger.Debug("not understood", zap.String("type", event.Type), zap.Error(err))
		return
	}
	switch event.Type {
	case initStart:
		putInstance(r.resource, record)
		r.phases.begin(event.Time, record)
	case restoreStart:
		r.phases.begin(event.Time, record)
	case initReport:
		r.addInit(event.Time, record, into)
	case restoreReport:
		r.addRestore(event.Time, record, into)
	case invocationStart:
		r.invocations.begin(event.Time, record)
	case invocationDone:
		r.addDone(event.Time, record, into)
	case invocationReport:
		r.addReport(event.Time, record, into)
	case logsDropped:
		addDropped(event.Time, record, into)
	}
}
