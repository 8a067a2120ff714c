package main

import (
	"errors"
	"reflect"
	"strings"
	"testing"
)

func TestParseOptions_takesTheConfigAmongTheOptions(t *testing.T) {
	got, err := parseOptions(strings.Fields("--arch arm64 my.yaml --with=example.com/acmeprocessor@v1.2.3 --provider https: --output a/../b.zip"))
	want := options{
		config: "my.yaml", arch: "arm64", output: "b.zip", providers: []string{"https"},
		with: []module{{path: "example.com/acmeprocessor", version: "v1.2.3", pkg: "example.com/acmeprocessor"}},
	}
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("%+v, %v", got, err)
	}
}

func TestParseOptions_saysWhatIsWrong(t *testing.T) {
	for line, want := range map[string]string{
		"--arch riscv":    `invalid value "riscv" for flag --arch: there are amd64 and arm64`,
		"--with acme":     `invalid value "acme" for flag --with: that is not MODULE@VERSION`,
		"--output":        "flag needs an argument: -output",
		"--optimise":      "flag provided but not defined: -optimise",
		"a.yaml b.yaml":   "b.yaml: one config is enough, and there is a.yaml already",
		"a.yaml --arch x": `invalid value "x" for flag --arch: there are amd64 and arm64`,
	} {
		_, err := parseOptions(strings.Fields(line))
		var usage usageError
		if !errors.As(err, &usage) || err.Error() != want {
			t.Errorf("%s: %v", line, err)
		}
	}
}
