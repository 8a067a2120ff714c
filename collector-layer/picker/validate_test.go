package main

import (
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

// validateWith lets a script, which is to see the variable UNSET_ENDPOINT, judge a config.
func validateWith(t *testing.T, config, script string) error {
	t.Helper()
	folder := t.TempDir()
	binary := filepath.Join(folder, "collector")
	if err := os.WriteFile(binary, []byte("#!/bin/sh\nfail() { echo \"[otel] collector: it does not run: $*\" >&2; exit 1; }\n"+script+"\n"), 0o755); err != nil {
		t.Fatal(err)
	}
	parsed, err := parseConfig("config.yaml", []byte(config+service))
	if err != nil {
		t.Fatal(err)
	}
	return validate(binary, parsed, &selection{}, runtime.GOARCH)
}

const withVariables = "exporters:\n  debug:\n    verbosity: ${env:UNSET_ENDPOINT}\n    size: ${UNSET_SIZE}"

func TestValidate_variablesAreUnset_placeholdersAreTaken(t *testing.T) {
	for name, script := range map[string]string{
		"by their names":           `[ "$UNSET_ENDPOINT $UNSET_SIZE" = "http://localhost:4318 1" ] || fail "bad: $UNSET_ENDPOINT"`,
		"the same for all":         `[ "$UNSET_ENDPOINT" = info ] || fail "bad: $UNSET_ENDPOINT"`,
		"not needed":               `[ -z "$UNSET_ENDPOINT" ] || fail "bad: $UNSET_ENDPOINT"`,
		"none fits, who can know?": `fail "bad: $UNSET_ENDPOINT"`,
	} {
		if err := validateWith(t, withVariables, script); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestValidate_variablesAreUnset_whatIsWrongForAnyValue_isAnError(t *testing.T) {
	for script, want := range map[string]string{
		`[ "$UNSET_SIZE" = 1 ] && fail "service::pipelines::traces: bad"; fail "exporters::debug: bad $UNSET_ENDPOINT"`: "config.yaml:5:23: service::pipelines::traces: bad",
		`fail "exporters::debug: bad"`: "config.yaml:2:3: exporters::debug: bad",
		`fail "error decoding 'exporters' bad value '$UNSET_ENDPOINT' 'debug' has invalid keys: size"`: "config.yaml:4:5: 'debug' has invalid keys: size",
	} {
		if err := validateWith(t, withVariables, script); err == nil || err.Error() != want {
			t.Errorf("%s: got %v, want %s", script, err, want)
		}
	}
}

func TestValidate_nothingIsUnset(t *testing.T) {
	if err := validateWith(t, "exporters: {debug: }", "exit 0"); err != nil {
		t.Error(err)
	}
	if err := validateWith(t, "exporters: {debug: }", `fail "exporters::debug: bad"`); err == nil || !strings.Contains(err.Error(), "config.yaml:1:13: exporters::debug") {
		t.Errorf("%v", err)
	}
	if err := validateWith(t, "exporters: {otlphttp: }", `fail "exporters::otlp_http: bad"`); err == nil || !strings.Contains(err.Error(), "config.yaml:1:13: ") {
		t.Errorf("by the type's present name: %v", err)
	}
	if err := validateWith(t, "exporters: {debug: }", "exit 3"); err == nil || !strings.Contains(err.Error(), "cannot be validated") {
		t.Errorf("%v", err)
	}
}
