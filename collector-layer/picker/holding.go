package main

import "fmt"

const (
	released = "it leaves in a later invocation, or in SHUTDOWN; a short %s holds less"
	lost     = "it leaves in a later invocation, and in SHUTDOWN it is lost, as the component does not release it; a short %s loses less"
)

// holder is a component that holds data by a clock of its own.
type holder struct {
	setting string // of the clock
	end     string // of what is held, with what to do
}

// holding are those of the Collector's and contrib's components that hold data back.
var holding = map[string]holder{
	key("processor", "tail_sampling"): {"decision_wait", released},
	key("processor", "groupbytrace"):  {"wait_duration", released},
	key("processor", "interval"):      {"interval", released},
	key("processor", "log_dedup"):     {"interval", released},
	key("connector", "span_metrics"): {"metrics_flush_interval",
		"it leaves when an invocation ends after that time, and in SHUTDOWN; a short %s holds less"},
	key("connector", "grafanacloud"): {"metrics_flush_interval", lost},
	key("exporter", "file"):          {"flush_interval", released},
	key("exporter", "azuremonitor"):  {"maxbatchinterval", released},
}

// stateful are components that know only what they have seen in their environment, with what to do.
var stateful = map[string]string{
	key("processor", "cumulative_to_delta"): "initial_value says what becomes of a first point",
	key("processor", "delta_to_cumulative"): "let the backend add up, or name each environment in an attribute such as faas.instance",
	key("processor", "delta_to_rate"):       "the first point of an environment has no rate",
	key("processor", "metric_start_time"):   "name each environment in an attribute such as faas.instance",
}

// pulled are exporters that wait for somebody to come.
var pulled = map[string]string{
	key("exporter", "prometheus"): "nobody can scrape a function: write prometheus_remote_write, or otlp_http, in its place",
}

// holdingNote returns what is to be said about a component that holds data; "" for others.
func holdingNote(component named) string {
	name := key(component.class, component.kind)
	if what, ok := stateful[name]; ok {
		return fmt.Sprintf("%s: starts anew in each environment; %s", component.id, what)
	}
	if what, ok := pulled[name]; ok {
		return fmt.Sprintf("%s: holds data until it is asked; %s", component.id, what)
	}
	if name == key("connector", "service_graph") {
		return component.id + ": sends with each batch of spans, whatever metrics_flush_interval says, as its clock stands still in the freeze"
	}
	if held, ok := holding[name]; ok {
		return fmt.Sprintf("%s: holds data by a clock, which stands still in the freeze: %s", component.id, fmt.Sprintf(held.end, held.setting))
	}
	return ""
}
