package trigger

import "go.opentelemetry.io/otel/attribute"

// scheduled is a schedule of an EventBridge rule or of EventBridge Scheduler.
// Its events tell the time, not the schedule's expression.
type scheduled struct{ other }

func (scheduled) Type() string { return "timer" }

func (s scheduled) Wait() Wait { return waitingOnBus.of(s.event) }

func (s scheduled) Attributes() []attribute.KeyValue {
	var values attributes
	values.add("faas.time", s.event.String("time"))
	return values
}
