package main

import "fmt"

const (
	released = "it leaves in a later invocation, or in SHUTDOWN"
	lost     = "it leaves in a later invocation, and in SHUTDOWN it is lost, as the component does not release it"
)

// holder is a component that sends by a clock of its own.
type holder struct {
	setting string // of the clock
	end     string // of what is held
}

var holding = map[string]holder{
	key("processor", "tail_sampling"): {"decision_wait", released},
	key("processor", "groupbytrace"):  {"wait_duration", lost},
	key("processor", "interval"):      {"interval", released},
	key("connector", "span_metrics"):  {"metrics_flush_interval", "it leaves when an invocation ends after that time, and in SHUTDOWN"},
	key("connector", "service_graph"): {"metrics_flush_interval", lost + "; 0 sends at once"},
	key("processor", "log_dedup"):     {"interval", released},
}

// holdingNote returns what is to be said about a component that holds data; "" for others.
func holdingNote(component named) string {
	name := key(component.class, component.kind)
	if name == key("processor", "cumulative_to_delta") {
		return fmt.Sprintf("%s: starts anew in each environment; initial_value says what becomes of a first point", component.id)
	}
	held, ok := holding[name]
	if !ok {
		return ""
	}
	return fmt.Sprintf("%s: holds data by a clock, which stands still in the freeze: %s; a short %s holds less", component.id, held.end, held.setting)
}
