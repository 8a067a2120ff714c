package telemetryapireceiver

import (
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"go.opentelemetry.io/collector/consumer/consumertest"
	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/plog"
	"go.opentelemetry.io/collector/pdata/pmetric"
	"go.opentelemetry.io/collector/pdata/ptrace"
	"go.uber.org/goleak"
	"go.uber.org/zap"

	"opentelemetry.io/lambda/collector/internal/lambdaapi"
	"opentelemetry.io/lambda/collector/internal/lifecycle"
)

const xrayTracing = `"tracing":{"type":"X-Amzn-Trace-Id","value":"Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1"}`

func TestMain(m *testing.M) {
	goleak.VerifyTestMain(m)
}

// received is a receiver with all that it has passed on.
type received struct {
	*telemetryReceiver
	spans   consumertest.TracesSink
	points  consumertest.MetricsSink
	records consumertest.LogsSink
	now     time.Time
}

func newReceived(temporality string) *received {
	r := &received{now: time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)}
	r.telemetryReceiver = newReceiver(&Config{Types: allTypes, MetricsTemporality: temporality}, zap.NewNop(), func() {})
	r.traces, r.metrics, r.logs = &r.spans, &r.points, &r.records
	return r
}

// tell passes an event on, a second after the last.
func (r *received) tell(kind, record string) {
	r.now = r.now.Add(time.Second)
	r.consume([]lambdaapi.TelemetryEvent{{Time: r.now, Type: kind, Record: json.RawMessage(record)}})
}

func (r *received) span(t *testing.T, name string) ptrace.Span {
	t.Helper()
	for _, traces := range r.spans.AllTraces() {
		spans := traces.ResourceSpans().At(0).ScopeSpans().At(0).Spans()
		for i := range spans.Len() {
			if spans.At(i).Name() == name {
				return spans.At(i)
			}
		}
	}
	t.Fatalf("no span %s", name)
	return ptrace.Span{}
}

func (r *received) record(t *testing.T, body string) plog.LogRecord {
	t.Helper()
	for _, logs := range r.records.AllLogs() {
		records := logs.ResourceLogs().At(0).ScopeLogs().At(0).LogRecords()
		for i := range records.Len() {
			if records.At(i).Body().AsString() == body {
				return records.At(i)
			}
		}
	}
	t.Fatalf("no record %q", body)
	return plog.LogRecord{}
}

// last returns the last points of a metric, as text.
func (r *received) last(name string) string {
	value := ""
	for _, metrics := range r.points.AllMetrics() {
		all := metrics.ResourceMetrics().At(0).ScopeMetrics().At(0).Metrics()
		for i := range all.Len() {
			if metric := all.At(i); metric.Name() == name {
				value = text(metric)
			}
		}
	}
	return value
}

func text(metric pmetric.Metric) string {
	if metric.Type() == pmetric.MetricTypeSum {
		point := metric.Sum().DataPoints().At(0)
		if point.ValueType() == pmetric.NumberDataPointValueTypeDouble {
			return fmt.Sprintf("%.9f", point.DoubleValue())
		}
		return fmt.Sprint(point.IntValue())
	}
	point := metric.Histogram().DataPoints().At(0)
	return fmt.Sprint(point.Count(), " ", point.Sum())
}

func (r *received) invoke(id, status string) {
	r.tell(invocationStart, `{"requestId":"`+id+`",`+xrayTracing+`}`)
	r.tell(invocationDone, `{"requestId":"`+id+`","status":"`+status+`","metrics":{"durationMs":200},"spans":[
		{"name":"responseLatency","start":"2026-01-01T00:00:00.500Z","durationMs":20.5}]}`)
	r.tell(invocationReport, `{"requestId":"`+id+`","status":"`+status+`","metrics":{"durationMs":210,"maxMemoryUsedMB":100}}`)
}

func TestInvocation_isASpanOfItsTrace(t *testing.T) {
	r := newReceived(cumulative)
	r.invoke("1", "success")
	span := r.span(t, "invocation")
	if span.TraceID().String() != "5759e988bd862e3fe1be46a994272793" || span.ParentSpanID().String() != "53995c3f42cd8ad8" {
		t.Errorf("%s %s", span.TraceID(), span.ParentSpanID())
	}
	if span.Status().Code() != ptrace.StatusCodeUnset || span.EndTimestamp()-span.StartTimestamp() != 15e8 {
		t.Errorf("%v, %v", span.Status().Code(), span.EndTimestamp()-span.StartTimestamp())
	}
	part := r.span(t, "responseLatency")
	if part.ParentSpanID() != span.SpanID() || part.EndTimestamp()-part.StartTimestamp() != 20500000 {
		t.Errorf("%s %v", part.ParentSpanID(), part.EndTimestamp()-part.StartTimestamp())
	}
}

func TestInit_isPartOfTheFirstInvocation(t *testing.T) {
	r := newReceived(cumulative)
	r.tell(initStart, `{"initializationType":"on-demand","phase":"init","instanceId":"stream","runtimeVersion":"java:21"}`)
	r.tell(initReport, `{"initializationType":"on-demand","phase":"init","status":"success","metrics":{"durationMs":900}}`)
	if r.spans.SpanCount() != 0 {
		t.Error("its trace is not known yet")
	}
	r.invoke("1", "success")
	r.invoke("2", "success")
	init, invocation := r.span(t, "init"), r.span(t, "invocation")
	if init.TraceID() != invocation.TraceID() || init.ParentSpanID() != invocation.ParentSpanID() {
		t.Errorf("%s %s", init.TraceID(), init.ParentSpanID())
	}
	if cold, _ := invocation.Attributes().Get("faas.coldstart"); !cold.Bool() {
		t.Error("no cold start")
	}
	if instance, _ := r.resource.Attributes().Get("faas.instance"); instance.Str() != "stream" {
		t.Error("no instance")
	}
	r.record(t, "init of a new environment")
	for name, want := range map[string]string{
		"faas.coldstarts": "1", "faas.invocations": "2", "faas.init_duration": "1 0.9", "faas.invoke_duration": "2 0.4",
		"faas.mem_usage": "2 2.097152e+08", "faas.errors": "0",
	} {
		if got := r.last(name); got != want {
			t.Errorf("%s is %s", name, got)
		}
	}
}

func TestInit_failed_isTold(t *testing.T) {
	r := newReceived(cumulative)
	r.tell(initReport, `{"initializationType":"on-demand","status":"error","errorType":"Runtime.ExitError","metrics":{"durationMs":9}}`)
	if r.span(t, "init").Status().Code() != ptrace.StatusCodeError {
		t.Error("no error")
	}
	if r.record(t, "init failed: Runtime.ExitError").SeverityNumber() != plog.SeverityNumberError {
		t.Error("no error")
	}
}

func TestRestore_isPartOfTheInvocation(t *testing.T) {
	r := newReceived(cumulative)
	r.tell(restoreStart, `{}`)
	r.tell(restoreReport, `{"status":"success","metrics":{"durationMs":50}}`)
	r.invoke("1", "success")
	if r.span(t, "restore").ParentSpanID() != r.span(t, "invocation").ParentSpanID() {
		t.Error("not a part")
	}
}

func TestFunctionsOwnSpan_itsParentIsTheParent(t *testing.T) {
	r := newReceived(cumulative)
	own := lifecycle.SpanContext{Trace: [16]byte{1}, Span: [8]byte{2}, Parent: [8]byte{3}}
	r.functionSpan = func(id string) (lifecycle.SpanContext, bool) { return own, id == "1" }
	r.tell(initReport, `{"initializationType":"on-demand","status":"success","metrics":{"durationMs":9}}`)
	r.invoke("1", "success")
	r.tell(functionLog, `{"message":"late","requestId":"1"}`)
	span, init := r.span(t, "invocation"), r.span(t, "init")
	if span.TraceID() != own.Trace || span.ParentSpanID() != own.Parent || init.TraceID() != own.Trace || init.ParentSpanID() != own.Parent {
		t.Errorf("%s %s %s", span.TraceID(), span.ParentSpanID(), init.TraceID())
	}
	if line := r.record(t, "late"); line.TraceID() != own.Trace || line.SpanID() != own.Span {
		t.Errorf("%s %s", line.TraceID(), line.SpanID())
	}
}

func TestSpans_noneIsOutsideOfItsParent(t *testing.T) {
	for name, own := range map[string]lifecycle.SpanContext{"no SDK": {}, "a span of the function": {Trace: [16]byte{1}, Span: [8]byte{2}}} {
		r := newReceived(cumulative)
		r.functionSpan = func(string) (lifecycle.SpanContext, bool) { return own, !own.Span.IsEmpty() }
		r.tell(initReport, `{"initializationType":"on-demand","status":"success","metrics":{"durationMs":9}}`)
		r.tell(invocationStart, `{"requestId":"1",`+xrayTracing+`}`)
		r.tell(invocationDone, `{"requestId":"1","status":"success","spans":[
			{"name":"responseLatency","start":"2026-01-01T00:00:01.900Z","durationMs":50},
			{"name":"runtimeOverhead","start":"2026-01-01T00:00:02.990Z","durationMs":120.5}]}`)
		all := map[pcommon.SpanID]ptrace.Span{}
		for _, traces := range r.spans.AllTraces() {
			for _, span := range traces.ResourceSpans().At(0).ScopeSpans().At(0).Spans().All() {
				all[span.SpanID()] = span
			}
		}
		children := 0
		for _, span := range all {
			parent, ok := all[span.ParentSpanID()]
			if span.ParentSpanID() == own.Span && !own.Span.IsEmpty() {
				t.Errorf("%s: %s is below the function's span, which is shorter", name, span.Name())
			}
			if !ok {
				continue
			}
			children++
			if span.StartTimestamp() < parent.StartTimestamp() || span.EndTimestamp() > parent.EndTimestamp() {
				t.Errorf("%s: %s is outside of %s", name, span.Name(), parent.Name())
			}
		}
		if children != 2 {
			t.Errorf("%s: %d children", name, children)
		}
	}
}

func TestFailures(t *testing.T) {
	for _, test := range []struct{ status, errorType, want, body, metric string }{
		{"timeout", "Sandbox.Timedout", "timeout", "the invocation has timed out", "faas.timeouts"},
		{"error", "Runtime.OutOfMemory", "Runtime.OutOfMemory", "the function has run out of memory", "faas.errors"},
		{"failure", "", "failure", "the invocation has failed: failure", "faas.errors"},
	} {
		r := newReceived(cumulative)
		r.tell(invocationStart, `{"requestId":"1",`+xrayTracing+`}`)
		// without a runtimeDone, as the runtime is gone
		r.tell(invocationReport, fmt.Sprintf(`{"requestId":"1","status":%q,"errorType":%q,"metrics":{"durationMs":10}}`, test.status, test.errorType))
		span := r.span(t, "invocation")
		if got, _ := span.Attributes().Get("error.type"); got.Str() != test.want || span.Status().Code() != ptrace.StatusCodeError {
			t.Errorf("%s: %s", test.status, got.Str())
		}
		if record := r.record(t, test.body); record.TraceID() != span.TraceID() {
			t.Errorf("%s: not of the trace", test.status)
		}
		if got := r.last(test.metric); got != "1" {
			t.Errorf("%s is %s", test.metric, got)
		}
	}
}

func TestLines(t *testing.T) {
	r := newReceived(cumulative)
	r.tell(invocationStart, `{"requestId":"1",`+xrayTracing+`}`)
	r.tell(functionLog, `"a text\n"`)
	r.tell(extensionLog, `{"timestamp":"2026-01-01T00:00:00.25Z","level":"warn","message":"an object","requestId":"1","thread":"main"}`)
	line := r.record(t, "a text")
	if id, _ := line.Attributes().Get("faas.invocation_id"); id.Str() != "1" || line.TraceID().String() != "5759e988bd862e3fe1be46a994272793" {
		t.Errorf("%s %s", id.Str(), line.TraceID())
	}
	object := r.record(t, "an object")
	thread, _ := object.Attributes().Get("thread")
	if object.SeverityNumber() != plog.SeverityNumberWarn || thread.Str() != "main" || object.Timestamp().AsTime().Nanosecond() != 250000000 {
		t.Errorf("%v %s %v", object.SeverityNumber(), thread.Str(), object.Timestamp())
	}
}

func TestLines_ofLoggers_areSeverityBodyAndAttributes(t *testing.T) {
	for name, test := range map[string]struct {
		line     string
		severity plog.SeverityNumber
		nanos    int
	}{
		"Powertools": {`{"level":"WARNING","location":"f:1","message":"hi","timestamp":"2026-01-01 00:00:00,250+0000","function_request_id":"1","order":7}`,
			plog.SeverityNumberWarn, 250000000},
		"pino":    {`{"level":50,"time":1767225600250,"msg":"hi","order":7}`, plog.SeverityNumberError, 250000000},
		"zap":     {`{"level":"info","ts":1767225600.5,"msg":"hi","order":7}`, plog.SeverityNumberInfo, 500000000},
		"ECS":     {`{"log.level":"FATAL","@timestamp":"2026-01-01T00:00:00.250Z","message":"hi","order":7}`, plog.SeverityNumberFatal, 250000000},
		"no more": {`{"message":"hi","order":7,"level":true,"time":"noon","trace_id":"x","span_id":7,"requestId":""}`, 0, 0},
	} {
		r := newReceived(cumulative)
		r.tell(invocationStart, `{"requestId":"1",`+xrayTracing+`}`)
		text, err := json.Marshal(test.line + "\n")
		if err != nil {
			t.Fatal(err)
		}
		r.tell(functionLog, string(text))
		record := r.record(t, "hi")
		order, _ := record.Attributes().Get("order")
		id, _ := record.Attributes().Get("faas.invocation_id")
		if record.SeverityNumber() != test.severity || order.Double() != 7 || id.Str() != "1" || record.Timestamp().AsTime().Nanosecond() != test.nanos {
			t.Errorf("%s: %v %v %s %v", name, record.SeverityNumber(), order.AsString(), id.Str(), record.Timestamp())
		}
	}
}

func TestLines_thatNameTheirSpan_keepIt(t *testing.T) {
	r := newReceived(cumulative)
	r.tell(invocationStart, `{"requestId":"1",`+xrayTracing+`}`)
	r.tell(functionLog, `"{\"message\":\"hi\",\"trace_id\":\"0102030405060708090a0b0c0d0e0f10\",\"span_id\":\"0102030405060708\"}"`)
	record := r.record(t, "hi")
	if record.TraceID().String() != "0102030405060708090a0b0c0d0e0f10" || record.SpanID().String() != "0102030405060708" || record.Attributes().Len() != 2 {
		t.Errorf("%s %s %v", record.TraceID(), record.SpanID(), record.Attributes().AsRaw())
	}
}

func TestLines_thatAreJSONWithoutAMessage_stayAsTheyAre(t *testing.T) {
	r := newReceived(cumulative)
	for _, line := range []string{`{"_aws":{"Timestamp":1},"orders":3}`, `{"message":`, `{"message":{"a":1}}`, `[1]`} {
		text, _ := json.Marshal(line)
		r.tell(functionLog, string(text))
		if record := r.record(t, line); record.Body().Str() != line {
			t.Errorf("%s: %v", line, record.Body().AsString())
		}
	}
}

func TestLines_severalInvocationsRun_onlyTheNamedOneIsKnown(t *testing.T) {
	r := newReceived(cumulative)
	r.tell(invocationStart, `{"requestId":"1",`+xrayTracing+`}`)
	r.tell(invocationStart, `{"requestId":"2",`+xrayTracing+`}`)
	r.tell(functionLog, `"whose?"`)
	r.tell(functionLog, `{"message":"mine","requestId":"1"}`)
	if line := r.record(t, "whose?"); !line.TraceID().IsEmpty() {
		t.Error("it cannot be known")
	}
	if line := r.record(t, "mine"); line.TraceID().IsEmpty() {
		t.Error("it is known")
	}
}

func TestDelta_eachCountIsToldOnce(t *testing.T) {
	r := newReceived(delta)
	r.invoke("1", "success")
	r.invoke("2", "success")
	total := int64(0)
	for _, metrics := range r.points.AllMetrics() {
		all := metrics.ResourceMetrics().At(0).ScopeMetrics().At(0).Metrics()
		for i := range all.Len() {
			if all.At(i).Name() == "faas.invocations" {
				total += all.At(i).Sum().DataPoints().At(0).IntValue()
			}
		}
	}
	if total != 2 {
		t.Errorf("%d", total)
	}
}

func TestWhatIsNotUnderstood_isLeftOut(t *testing.T) {
	r := newReceived(cumulative)
	for _, record := range []string{`[]`, `"x"`, `{"requestId":1}`, `{`, `null`} {
		r.tell(invocationDone, record)
		r.tell(functionLog, record)
	}
	r.tell("platform.unheardOf", `{}`)
}

func TestManyInvocations_areForgotten(t *testing.T) {
	r := newReceived(cumulative)
	for i := range 3000 {
		r.tell(invocationStart, fmt.Sprintf(`{"requestId":"%d"}`, i)) // never reported on
	}
	if n := len(r.invocations.byID); n > maxInvocations {
		t.Errorf("%d", n)
	}
}

func TestConfig_thatIsNotValid(t *testing.T) {
	negative := -0.1
	for _, config := range []*Config{
		{Types: []string{"x"}, MetricsTemporality: delta},
		{MetricsTemporality: "x"},
		{MetricsTemporality: delta, PriceGBSecond: &negative},
		{MetricsTemporality: delta, PriceRequests: &negative},
	} {
		if config.Validate() == nil {
			t.Errorf("%+v", config)
		}
	}
}
