// Package logging is the Collector's own log.
package logging

import (
	"maps"
	"slices"
	"strings"

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

// NewConfig returns the default one, with the user's level.
func NewConfig() *Config {
	level, _ := environment.CollectorLogLevel()
	return &Config{Logs: Logs{Level: level}}
}

// Logger returns the log that the config asks for.
func (c *Config) Logger() *zap.Logger {
	logger := NewLogger(c.Logs.Level)
	if _, ok := environment.CollectorLogLevel(); !ok {
		logger.Warn("the variable is none of debug, info, warn and error, and is ignored", zap.String("variable", environment.LogLevel))
	}
	if names := c.ignored(); len(names) > 0 {
		logger.Info("not known to this build, and ignored", zap.String("settings", strings.Join(names, ", ")))
	}
	return logger
}

func (c *Config) ignored() []string {
	names := slices.Sorted(maps.Keys(c.Others))
	for _, name := range slices.Sorted(maps.Keys(c.Logs.Others)) {
		names = append(names, "logs::"+name)
	}
	return names
}
