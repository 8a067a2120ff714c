package main

import (
	"strings"
	"testing"
)

func TestHoldingNote(t *testing.T) {
	for config, want := range map[string]string{
		"processors: {tail_sampling: }":                                       "tail_sampling: holds data by a clock, which stands still in the freeze: it leaves in a later invocation, or in SHUTDOWN; a short decision_wait",
		"processors: {groupbytrace/2: }":                                      "groupbytrace/2: holds data by a clock, which stands still in the freeze: it leaves in a later invocation, or in SHUTDOWN",
		"connectors: {spanmetrics: }":                                         "spanmetrics: holds data by a clock",
		"connectors: {servicegraph: }":                                        "servicegraph: sends with each batch of spans",
		"connectors: {service_graph: {metrics_flush_interval: 10s}}":          "service_graph: sends with each batch of spans, whatever",
		"connectors: {grafanacloud: }":                                        "grafanacloud: holds data by a clock, which stands still in the freeze: it leaves in a later invocation, and in SHUTDOWN it is lost",
		"processors: {cumulativetodelta: }":                                   "cumulativetodelta: starts anew in each environment; initial_value",
		"processors: {deltatocumulative: }":                                   "deltatocumulative: starts anew",
		"exporters: {prometheus: {endpoint: 'localhost:1'}}":                  "prometheus: holds data until it is asked; nobody can scrape a function",
		"exporters: {file: {path: /tmp/a}}":                                   "file: holds data by a clock",
		"processors: {filter: , attributes: }\nexporters: {kafka: , debug: }": "",
	} {
		picked, err := pickFrom(t, config+service, options{})
		if err != nil {
			t.Fatal(err)
		}
		notes := strings.Join(picked.notes, "\n")
		if want == "" && notes != "" || !strings.Contains(notes, want) {
			t.Errorf("%s: %q", config, notes)
		}
	}
}

func TestHolding_isInTheIndex(t *testing.T) {
	known, err := readIndex()
	if err != nil {
		t.Fatal(err)
	}
	for _, names := range []map[string]bool{namesOf(holding), namesOf(stateful), namesOf(pulled)} {
		for name := range names {
			class, kind, _ := strings.Cut(name, " ")
			if _, ok := known.find(class, kind); !ok {
				t.Errorf("%s: the release has none", name)
			}
		}
	}
}

func namesOf[V any](of map[string]V) map[string]bool {
	names := map[string]bool{}
	for name := range of {
		names[name] = true
	}
	return names
}
