package lambdaconverter

import (
	"os"
	"path/filepath"
	"slices"
	"testing"

	"go.opentelemetry.io/collector/confmap"
)

// TestPublishedConfigs goes through those of the picker's tests: all that pipelines name is there, and queues are last.
func TestPublishedConfigs(t *testing.T) {
	files, err := filepath.Glob("../../picker/testdata/published/*.yaml")
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			content, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			conf := confmap.NewFromStringMap(parse(t, string(content)))
			if err := NewFactory(Factories{}).Create(confmap.ConverterSettings{}).Convert(t.Context(), conf); err != nil {
				t.Fatal(err)
			}
			raw := conf.ToStringMap()
			pipelines := section(section(raw, "service"), "pipelines")
			for name := range pipelines {
				checkPipeline(t, raw, name, section(pipelines, name))
			}
		})
	}
}

func checkPipeline(t *testing.T, raw map[string]any, name string, pipeline map[string]any) {
	t.Helper()
	processors := list(pipeline, "processors")
	for _, id := range processors {
		if _, ok := section(raw, "processors")[id.(string)]; !ok || slices.Contains([]any{"batch", "decouple", "coldstart"}, id) {
			t.Errorf("%s: processor %s", name, id)
		}
	}
	queued := len(processors) > 0 && processors[len(processors)-1] == queueID
	for _, id := range list(pipeline, "exporters") {
		_, exporter := section(raw, "exporters")[id.(string)]
		_, connector := section(raw, connectorSection)[id.(string)]
		if exporter && !queued || !exporter && !connector || componentType(id.(string)) == loggingType {
			t.Errorf("%s: exporter %s", name, id)
		}
	}
	for _, id := range list(pipeline, "receivers") {
		_, receiver := section(raw, "receivers")[id.(string)]
		if _, connector := section(raw, connectorSection)[id.(string)]; !receiver && !connector {
			t.Errorf("%s: receiver %s", name, id)
		}
	}
}
