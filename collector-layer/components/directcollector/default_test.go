package directcollector

import (
	"fmt"
	"maps"
	"os"
	"reflect"
	"slices"
	"testing"

	"go.opentelemetry.io/collector/confmap"
	"go.opentelemetry.io/collector/confmap/provider/envprovider"
	"go.opentelemetry.io/collector/confmap/provider/fileprovider"
	"go.opentelemetry.io/collector/confmap/provider/yamlprovider"

	"opentelemetry.io/lambda/collector/internal/otlphttp"
)

const defaultFile = "../../config.yaml"

var direct = Program{
	Version:   "1",
	Providers: []confmap.ProviderFactory{envprovider.NewFactory(), fileprovider.NewFactory(), yamlprovider.NewFactory()},
}

func TestDefaultText_isTheLayers(t *testing.T) {
	text, err := os.ReadFile(defaultFile)
	if err != nil || string(text) != defaultText {
		t.Errorf("copy %s to default.yaml, and change what defaultConfig returns: %v", defaultFile, err)
	}
}

func TestDefaultConfig_isWhatReadingReturns(t *testing.T) {
	for _, variables := range []map[string]string{
		{},
		{"OTEL_LAMBDA_COLLECTOR_PORT": "14318", "OTEL_LAMBDA_COLLECTOR_GRPC_PORT": "14317"},
		{"OTEL_LAMBDA_COLLECTOR_ENDPOINT": "https://otlp.example.com/v1-x/y_z", "OPENTELEMETRY_EXTENSION_LOG_LEVEL": "debug"},
	} {
		t.Setenv("OTEL_LAMBDA_COLLECTOR_ENDPOINT", "http://backend:4318")
		for name, value := range variables {
			t.Setenv(name, value)
		}
		for _, uri := range []string{defaultFile, "file:" + defaultFile} {
			got, ok := defaultConfig([]string{uri})
			if !ok {
				t.Fatalf("%v: read, though it need not be", variables)
			}
			want, err := direct.resolve(t.Context(), []string{uri}, nil)
			if err != nil {
				t.Fatal(err)
			}
			if described(got) != described(want) {
				t.Errorf("%v: %s, not %s", variables, described(got), described(want))
			}
		}
	}
}

// described has all of a config, but for settings of the Collector's own exporter that this one does without.
func described(of *config) string {
	text := fmt.Sprintf("%+v %+v", of.pipelines, *of.logging)
	for _, section := range slices.Sorted(maps.Keys(of.components)) {
		for _, id := range sortedIDs(of.components[section]) {
			settings := of.components[section][id]
			if exporter, ok := settings.(*otlphttp.Config); ok {
				exporter.SendingQueue, exporter.RetryOnFailure = nil, nil
			}
			text += fmt.Sprintf(" %s::%s %+v", section, id, reflect.Indirect(reflect.ValueOf(settings)))
		}
	}
	return text
}

func TestDefaultConfig_ofWhatOnlyTheReaderTakes_isRead(t *testing.T) {
	for name, value := range map[string]string{
		"OTEL_LAMBDA_COLLECTOR_PORT":     "0x10",
		"OTEL_LAMBDA_COLLECTOR_ENDPOINT": "${env:OTHER}",
	} {
		t.Run(name, func(t *testing.T) {
			t.Setenv("OTEL_LAMBDA_COLLECTOR_ENDPOINT", "http://backend:4318")
			t.Setenv(name, value)
			if _, ok := defaultConfig([]string{defaultFile}); ok {
				t.Errorf("%s=%s is not read", name, value)
			}
		})
	}
	t.Setenv("OTEL_LAMBDA_COLLECTOR_ENDPOINT", "")
	for _, uris := range [][]string{{defaultFile}, {"../default.go"}, {"file:nowhere"}, {defaultFile, defaultFile}, {"env:X"}} {
		if _, ok := defaultConfig(uris); ok {
			t.Errorf("%s is not read", uris)
		}
	}
}
