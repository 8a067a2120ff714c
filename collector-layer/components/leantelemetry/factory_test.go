package leantelemetry

import (
	"slices"
	"testing"

	"go.opentelemetry.io/collector/confmap"
	"go.opentelemetry.io/collector/service/telemetry"
	"go.uber.org/zap/zapcore"

	"opentelemetry.io/lambda/collector/internal/environment"
)

func TestLogger_hasTheLevelOfTheVariable_orOfTheConfig(t *testing.T) {
	for variable, want := range map[string]zapcore.Level{"": zapcore.WarnLevel, "error": zapcore.ErrorLevel, "loud": zapcore.WarnLevel} {
		t.Setenv(environment.LogLevel, variable)
		factory := NewFactory()
		logger, _, err := factory.CreateLogger(t.Context(), telemetry.LoggerSettings{}, factory.CreateDefaultConfig())
		if err != nil || logger.Level() != want {
			t.Errorf("%q: %v, %v", variable, logger.Level(), err)
		}
	}
	config := NewFactory().CreateDefaultConfig().(*Config)
	if err := confmap.NewFromStringMap(map[string]any{"logs": map[string]any{"level": "debug"}}).Unmarshal(config); err != nil {
		t.Fatal(err)
	}
	if logger, _, err := NewFactory().CreateLogger(t.Context(), telemetry.LoggerSettings{}, config); err != nil || logger.Level() != zapcore.DebugLevel {
		t.Error(err)
	}
}

func TestSettings_thatHaveNoEffect_areNamed(t *testing.T) {
	config := NewFactory().CreateDefaultConfig().(*Config)
	settings := map[string]any{"metrics": map[string]any{"level": "none"}, "logs": map[string]any{"encoding": "json", "level": "info"}}
	if err := confmap.NewFromStringMap(settings).Unmarshal(config); err != nil {
		t.Fatal(err)
	}
	if got, want := config.ignored(), []string{"metrics", "logs::encoding"}; !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
	if _, _, err := NewFactory().CreateLogger(t.Context(), telemetry.LoggerSettings{}, config); err != nil {
		t.Error(err)
	}
}
