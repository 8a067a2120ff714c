package main

import "fmt"

// holding are components that send by a clock of their own, with the setting for it.
var holding = map[string]string{
	key("processor", "tail_sampling"): "decision_wait",
	key("processor", "groupbytrace"):  "wait_duration",
	key("processor", "interval"):      "interval",
	key("connector", "span_metrics"):  "metrics_flush_interval",
	key("connector", "service_graph"): "metrics_flush_interval",
	key("processor", "log_dedup"):     "interval",
}

// holdingNote returns what is to be said about a component that holds data; "" for others.
func holdingNote(component named) string {
	setting, ok := holding[key(component.class, component.kind)]
	if !ok {
		return ""
	}
	return fmt.Sprintf("%s: holds data by a clock, which stands still in the freeze: it leaves in a later invocation, or at the end if the "+
		"component releases it then; a short %s holds less", component.id, setting)
}
