package lambdatelemetry

import (
	"testing"

	"go.opentelemetry.io/collector/confmap"
	"go.opentelemetry.io/collector/service/telemetry"
	"go.uber.org/zap/zapcore"

	"opentelemetry.io/lambda/collector/internal/environment"
	"opentelemetry.io/lambda/collector/internal/logging"
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
	config := NewFactory().CreateDefaultConfig().(*logging.Config)
	if err := confmap.NewFromStringMap(map[string]any{"logs": map[string]any{"level": "debug"}}).Unmarshal(config); err != nil {
		t.Fatal(err)
	}
	if logger, _, err := NewFactory().CreateLogger(t.Context(), telemetry.LoggerSettings{}, config); err != nil || logger.Level() != zapcore.DebugLevel {
		t.Error(err)
	}
}
