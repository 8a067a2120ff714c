// Package leantelemetry is the Collector's own telemetry, as far as it is logged.
package leantelemetry

import (
	"context"
	"maps"
	"os"
	"slices"
	"strings"

	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/service/telemetry"
	"go.uber.org/zap"
	"go.uber.org/zap/zapcore"

	"opentelemetry.io/lambda/collector/internal/environment"
)

// Config is the section service::telemetry.
type Config struct {
	Logs Logs `mapstructure:"logs"`
	// Others are settings that have no effect.
	Others map[string]any `mapstructure:",remain"`
}

// Logs says what is logged.
type Logs struct {
	Level zapcore.Level `mapstructure:"level"`
	// Others are settings that have no effect.
	Others map[string]any `mapstructure:",remain"`
}

// NewFactory returns the telemetry's factory.
func NewFactory() telemetry.Factory {
	return telemetry.NewFactory(createDefaultConfig, telemetry.WithCreateLogger(createLogger))
}

func createDefaultConfig() component.Config {
	level, _ := environment.CollectorLogLevel()
	return &Config{Logs: Logs{Level: level}}
}

func createLogger(_ context.Context, _ telemetry.LoggerSettings, config component.Config) (*zap.Logger, component.ShutdownFunc, error) {
	settings := config.(*Config)
	logger := NewLogger(settings.Logs.Level)
	if _, ok := environment.CollectorLogLevel(); !ok {
		logger.Warn("the variable is none of debug, info, warn and error, and is ignored", zap.String("variable", environment.LogLevel))
	}
	if names := settings.ignored(); len(names) > 0 {
		logger.Info("not known to this build, and ignored", zap.String("settings", strings.Join(names, ", ")))
	}
	return logger, nil, nil
}

func (c *Config) ignored() []string {
	names := slices.Sorted(maps.Keys(c.Others))
	for _, name := range slices.Sorted(maps.Keys(c.Logs.Others)) {
		names = append(names, "logs::"+name)
	}
	return names
}

// NewLogger returns a logger that writes one line for each entry.
func NewLogger(level zapcore.Level) *zap.Logger {
	encoder := zapcore.NewConsoleEncoder(zapcore.EncoderConfig{
		LevelKey:    "level",
		NameKey:     "name",
		MessageKey:  "message",
		EncodeLevel: encodeLevel,
		// without the environment's time, which the log has already
		EncodeDuration:   zapcore.StringDurationEncoder,
		ConsoleSeparator: " ",
	})
	return zap.New(told{zapcore.NewCore(encoder, zapcore.Lock(os.Stderr), level)})
}

// told leaves out what is said once more when the Collector ends for it.
type told struct {
	zapcore.Core
}

func (t told) With(fields []zapcore.Field) zapcore.Core {
	return told{t.Core.With(fields)}
}

func (t told) Check(entry zapcore.Entry, checked *zapcore.CheckedEntry) *zapcore.CheckedEntry {
	if entry.Message == "Failed to start component" {
		return checked
	}
	return t.Core.Check(entry, checked)
}

func encodeLevel(level zapcore.Level, encoder zapcore.PrimitiveArrayEncoder) {
	encoder.AppendString("[otel] collector " + level.String() + ":")
}
