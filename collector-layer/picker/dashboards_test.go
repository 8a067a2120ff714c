package main

import (
	"strings"
	"testing"
)

// TestConfigOfTheDashboards_isPicked goes through the config that docs/dashboards.md names for CloudWatch.
func TestConfigOfTheDashboards_isPicked(t *testing.T) {
	known, err := readIndex()
	if err != nil {
		t.Fatal(err)
	}
	parsed, err := readConfig("../../docs/dashboards/collector.yaml")
	if err != nil {
		t.Fatal(err)
	}
	picked, err := pick(parsed, known, options{})
	if err != nil {
		t.Fatal(err)
	}
	if got := names(picked); !strings.Contains(got, "telemetryapi") || !strings.Contains(got, "awsemf") {
		t.Error(got)
	}
}
