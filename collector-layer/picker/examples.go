package main

import (
	"fmt"
	"path/filepath"
)

// published are the configs of others that a layer is built from in tests, by the module that has them.
var published = []struct {
	module string
	files  []string
}{
	{"go.opentelemetry.io/collector@" + betaVersion, []string{"examples/local/otel-config.yaml"}},
	{"go.opentelemetry.io/collector/cmd/builder@" + betaVersion, []string{"test/core.otel.yaml"}},
	{"go.opentelemetry.io/collector/otelcol@" + betaVersion, []string{"testdata/otelcol-log-to-file.yaml"}},
	{"go.opentelemetry.io/collector/confmap@" + stableVersion, []string{"provider/internal/configurablehttpprovider/testdata/otel-config.yaml"}},
	{contrib + "/confmap/provider/s3provider@" + betaVersion, []string{"testdata/otel-config.yaml"}},
	{contrib + "@" + betaVersion, []string{
		"examples/secure-tracing/otel-collector-config.yaml",
		"examples/logline-filtering/otel-col-config-filter-in-logs.yaml",
		"examples/logline-filtering/otel-col-config-filter-out-logs.yaml",
		"examples/kubernetes/otel-collector-config.yml",
		"examples/couchbase/otel-collector-config.yaml",
	}},
}

// few is how many of them are for each build, and not for the night.
const few = 2

// printExamples prints the files of the published configs.
func printExamples(all bool) error {
	n := 0
	for _, from := range published {
		folder, err := download(from.module)
		if err != nil {
			return err
		}
		for _, file := range from.files {
			if n++; all || n <= few {
				fmt.Println(filepath.Join(folder, file))
			}
		}
		if !all && n >= few {
			break
		}
	}
	return nil
}
