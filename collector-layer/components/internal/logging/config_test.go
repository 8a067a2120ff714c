package logging

import (
	"slices"
	"testing"

	"go.opentelemetry.io/collector/confmap"
)

func TestSettings_thatHaveNoEffect_areNamed(t *testing.T) {
	config := NewConfig()
	settings := map[string]any{"metrics": map[string]any{"level": "none"}, "logs": map[string]any{"encoding": "json", "level": "info"}}
	if err := confmap.NewFromStringMap(settings).Unmarshal(config); err != nil {
		t.Fatal(err)
	}
	if got, want := config.ignored(), []string{"metrics", "logs::encoding"}; !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
}
