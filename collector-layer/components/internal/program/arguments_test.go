package program

import (
	"slices"
	"strings"
	"testing"
)

func TestParse(t *testing.T) {
	for line, want := range map[string]arguments{
		"":                                {},
		"validate --config a --config=b":  {command: "validate", uris: []string{"a", "b"}},
		"--config file:/opt/a components": {command: "components", uris: []string{"file:/opt/a"}},
	} {
		if got, err := parse(strings.Fields(line)); err != nil || got.command != want.command || !slices.Equal(got.uris, want.uris) {
			t.Errorf("%s: %+v, %v", line, got, err)
		}
	}
	for _, line := range []string{"--config", "serve", "-h"} {
		if _, err := parse(strings.Fields(line)); err == nil {
			t.Errorf("%s is understood", line)
		}
	}
}
