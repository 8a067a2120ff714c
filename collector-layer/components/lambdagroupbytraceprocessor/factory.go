// Package lambdagroupbytraceprocessor passes the spans of a trace on together, and what waits for others in SHUTDOWN, too.
package lambdagroupbytraceprocessor

import (
	"context"
	"errors"
	"time"

	"github.com/jonboulle/clockwork"
	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/consumer"
	"go.opentelemetry.io/collector/processor"

	"opentelemetry.io/lambda/collector/internal/flushclock"
)

// Type is the name in a config, that of contrib's own processor, in whose place this one is built in.
var Type = component.MustNewType("groupbytrace")

// Config is a part of that of contrib's own.
type Config struct {
	NumTraces    int           `mapstructure:"num_traces"`
	WaitDuration time.Duration `mapstructure:"wait_duration"`

	// what contrib's has, and this one does without
	NumWorkers int `mapstructure:"num_workers"`
}

var _ component.Config = (*Config)(nil)

// Validate checks the values.
func (c *Config) Validate() error {
	if c.NumTraces <= 0 {
		return errors.New("num_traces must be positive")
	}
	if c.WaitDuration < 0 {
		return errors.New("wait_duration must not be negative")
	}
	return nil
}

// NewFactory returns the processor's factory.
func NewFactory() processor.Factory {
	return processor.NewFactory(Type, createDefaultConfig, processor.WithTraces(createTraces, component.StabilityLevelBeta))
}

func createDefaultConfig() component.Config {
	return &Config{NumTraces: 1_000_000, WaitDuration: time.Second}
}

func createTraces(ctx context.Context, settings processor.Settings, config component.Config, next consumer.Traces) (processor.Traces, error) {
	clock, _ := clockwork.FromContext(ctx).(*flushclock.Clock)
	return newGroups(config.(*Config), clock, next, settings.Logger), nil
}
