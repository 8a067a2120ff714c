package telemetryapireceiver

import (
	"fmt"
	"time"

	"go.opentelemetry.io/collector/pdata/plog"
	"go.opentelemetry.io/collector/pdata/ptrace"
)

// maxInvocations is how many are remembered; more run at a time nowhere.
const maxInvocations = 1024

// invocation is one that has begun, and has not been reported on.
type invocation struct {
	requestID string
	start     time.Time
	parent    spanContext
	context   spanContext // of its span
	coldStart bool
	done      bool
	killed    bool // for its memory, and counted
}

// invocations are those that run; on managed instances several at a time.
type invocations struct {
	byID      map[string]*invocation
	last      *invocation
	coldStart bool
	begun     bool // one has begun
}

func newInvocations() invocations {
	return invocations{byID: map[string]*invocation{}, coldStart: true}
}

func (i *invocations) initialized(onDemand bool) {
	i.coldStart = onDemand
}

func (i *invocations) begin(at time.Time, record platformRecord) *invocation {
	if len(i.byID) >= maxInvocations {
		clear(i.byID)
	}
	parent := parseXRay(record.Tracing.Value)
	if !parent.known {
		parent = spanContext{trace: newTraceID()}
	}
	begun := &invocation{
		requestID: record.RequestID,
		start:     at,
		parent:    parent,
		context:   spanContext{trace: parent.trace, span: newSpanID(), known: true},
		coldStart: i.coldStart,
	}
	i.coldStart, i.begun = false, true
	i.byID[record.RequestID] = begun
	i.last = begun
	return begun
}

// find returns one that runs, as far as it is known: a subscription may begin later.
func (i *invocations) find(at time.Time, record platformRecord) *invocation {
	if found := i.byID[record.RequestID]; found != nil {
		return found
	}
	return i.begin(at.Add(-record.Metrics.duration()), record)
}

func (i *invocations) end(requestID string) {
	delete(i.byID, requestID)
	if i.last != nil && i.last.requestID == requestID {
		i.last = nil
	}
}

func (r *telemetryReceiver) addDone(at time.Time, record platformRecord, into batch) {
	running := r.invocations.find(at, record)
	r.addSpan(running, at, record, into)
	for _, part := range record.Spans {
		setSpan(into.spans.AppendEmpty(), part.Name, running.context, part.Start, part.end())
	}
	r.counts.addInvocation(record, at.Sub(running.start), running.coldStart)
	r.addOutOfMemory(running, record)
	if record.failed() {
		running.addFailure(at, record, into)
	}
}

// addOutOfMemory counts an invocation that was killed for its memory once, whether its end or only its report tells.
func (r *telemetryReceiver) addOutOfMemory(i *invocation, record platformRecord) {
	if record.outOfMemory() && !i.killed {
		i.killed = true
		r.counts.addOutOfMemory()
	}
}

// addReport adds what the runtime's end has not told: it does not come if the environment is killed.
func (r *telemetryReceiver) addReport(at time.Time, record platformRecord, into batch) {
	running := r.invocations.find(at, record)
	if !running.done {
		r.addSpan(running, at, record, into)
		r.counts.addInvocation(record, at.Sub(running.start), running.coldStart)
		if record.failed() {
			running.addFailure(at, record, into)
		}
	}
	r.addOutOfMemory(running, record)
	r.counts.addMemory(record)
	r.counts.addBilled(record.Metrics)
	if r.config.LogReport {
		running.addReport(at, record, into)
	}
	r.invocations.end(record.RequestID)
}

// addSpan adds the invocation's span. It stands beside the function's own if that has reported one, and not below it, as it begins before and
// ends after; the phases that have led to it stand beside both. What the runtime tells of it lies within.
func (r *telemetryReceiver) addSpan(i *invocation, at time.Time, record platformRecord, into batch) {
	i.done = true
	if own, ok := r.functionSpan(i.requestID); ok {
		i.parent = spanContext{trace: own.Trace, span: own.Parent}
		i.context.trace = own.Trace
	}
	r.addPending(i.parent, into)
	span := into.spans.AppendEmpty()
	start, end := i.start, at
	for _, part := range record.Spans {
		start = earlier(start, part.Start)
		end = later(end, part.end())
	}
	setSpan(span, "invocation", i.parent, start, end)
	span.SetSpanID(i.context.span)
	span.Attributes().PutStr("faas.invocation_id", i.requestID)
	span.Attributes().PutBool("faas.coldstart", i.coldStart)
	setStatus(span, record)
}

func earlier(a, b time.Time) time.Time {
	if b.Before(a) {
		return b
	}
	return a
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

func (i *invocation) addFailure(at time.Time, record platformRecord, into batch) {
	log := into.logs.AppendEmpty()
	setLog(log, at, i.context)
	setSeverity(log, plog.SeverityNumberError)
	log.Attributes().PutStr("faas.invocation_id", i.requestID)
	log.Attributes().PutStr("error.type", record.errorType())
	switch record.errorType() {
	case statusTimeout:
		log.Body().SetStr("the invocation has timed out")
	case runtimeOutOfMemory:
		log.Body().SetStr("the function has run out of memory")
	default:
		log.Body().SetStr("the invocation has failed: " + record.errorType())
	}
}

// addReport adds the report, as a line like that of Lambda's own log.
func (i *invocation) addReport(at time.Time, record platformRecord, into batch) {
	log := into.logs.AppendEmpty()
	setLog(log, at, i.context)
	setSeverity(log, plog.SeverityNumberInfo)
	log.Attributes().PutStr("faas.invocation_id", i.requestID)
	log.Attributes().PutStr("aws.lambda.log.type", invocationReport)
	metrics := record.Metrics
	body := fmt.Sprintf("REPORT RequestId: %s Duration: %.2f ms Billed Duration: %.0f ms Memory Size: %d MB Max Memory Used: %d MB",
		i.requestID, metrics.DurationMs, metrics.BilledDurationMs, metrics.MemorySizeMB, metrics.MaxMemoryUsedMB)
	if metrics.InitDurationMs > 0 {
		body += fmt.Sprintf(" Init Duration: %.2f ms", metrics.InitDurationMs)
	}
	log.Body().SetStr(body)
}

func setSpan(span ptrace.Span, name string, parent spanContext, start, end time.Time) {
	span.SetTraceID(parent.trace)
	span.SetSpanID(newSpanID())
	span.SetParentSpanID(parent.span)
	span.SetName(name)
	span.SetKind(ptrace.SpanKindInternal)
	span.SetStartTimestamp(timestamp(start))
	span.SetEndTimestamp(timestamp(end))
}

func setStatus(span ptrace.Span, record platformRecord) {
	if failure := record.errorType(); failure != "" {
		span.Status().SetCode(ptrace.StatusCodeError)
		span.Attributes().PutStr("error.type", failure)
	}
}
