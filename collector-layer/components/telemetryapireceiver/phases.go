package telemetryapireceiver

import (
	"time"

	"go.opentelemetry.io/collector/pdata/plog"
	"go.opentelemetry.io/collector/pdata/ptrace"
)

// phases are those of the environment outside of invocations.
type phases struct {
	start   time.Time
	pending []phase
	ahead   time.Duration // of an init that no invocation has used yet
}

// phase is one that belongs to the trace of the invocation that it was for, which comes later.
type phase struct {
	name       string
	start, end time.Time
	record     platformRecord
}

func (p *phases) begin(at time.Time, _ platformRecord) {
	p.start = at
}

// finish returns the phase that has ended. Its start is not known if it was before the subscription.
func (p *phases) finish(name string, at time.Time, record platformRecord) phase {
	start := p.start
	if start.IsZero() {
		start = at.Add(-record.Metrics.duration())
	}
	p.start = time.Time{}
	return phase{name, start, at, record}
}

func (r *telemetryReceiver) addInit(at time.Time, record platformRecord, into batch) {
	ended := r.phases.finish("init", at, record)
	r.counts.addInit(record)
	switch {
	case record.Phase == phaseInvoke: // the invocation's report tells the rest
	case record.outOfMemory():
		r.counts.addOutOfMemory()
	case !record.failed() && record.InitializationType != snapStart: // whose init is that of many environments
		r.phases.ahead = record.Metrics.duration()
	}
	r.addPhase(ended, into)
	// what is initialized ahead of time has no invocation that waits for it
	r.invocations.initialized(record.InitializationType == onDemand || record.InitializationType == "")
}

// addUnusedInit adds the init of an environment that ends without an invocation.
func (r *telemetryReceiver) addUnusedInit(invoked bool) {
	if r.phases.ahead > 0 && !invoked && !r.invocations.begun {
		r.counts.addUnusedInit(r.phases.ahead)
		r.passMetrics()
	}
}

func (r *telemetryReceiver) addRestore(at time.Time, record platformRecord, into batch) {
	r.addPhase(r.phases.finish("restore", at, record), into)
}

func (r *telemetryReceiver) addPhase(ended phase, into batch) {
	ended.log(into.logs.AppendEmpty())
	if ended.record.failed() || ended.record.InitializationType != onDemand && ended.name == "init" {
		ended.span(into.spans.AppendEmpty(), spanContext{trace: newTraceID()})
		return
	}
	r.phases.pending = append(r.phases.pending, ended)
}

// addPending adds the phases that have led to an invocation, which are over when it begins.
func (r *telemetryReceiver) addPending(parent spanContext, into batch) {
	for _, ended := range r.phases.pending {
		ended.span(into.spans.AppendEmpty(), parent)
	}
	r.phases.pending = nil
}

func (p phase) span(span ptrace.Span, parent spanContext) {
	setSpan(span, p.name, parent, p.start, p.end)
	attributes := span.Attributes()
	attributes.PutBool("faas.coldstart", true)
	if p.record.InitializationType != "" {
		attributes.PutStr("aws.lambda.initialization_type", p.record.InitializationType)
	}
	setStatus(span, p.record)
}

func (p phase) log(log plog.LogRecord) {
	setLog(log, p.end, spanContext{})
	log.Attributes().PutBool("faas.coldstart", true)
	log.Attributes().PutDouble("aws.lambda."+p.name+".duration", p.end.Sub(p.start).Seconds())
	if failure := p.record.errorType(); failure != "" {
		setSeverity(log, plog.SeverityNumberError)
		log.Attributes().PutStr("error.type", failure)
		log.Body().SetStr(p.name + " failed: " + failure)
		return
	}
	setSeverity(log, plog.SeverityNumberInfo)
	log.Body().SetStr(p.name + " of a new environment")
}
