package lambdaqueueprocessor

import (
	"errors"

	"go.opentelemetry.io/collector/component"
)

const defaultMaxBytes = 8 << 20

// Config is the processor's.
type Config struct {
	// MaxBytes is how much each pipeline's queue holds at most, in OTLP's encoding.
	MaxBytes int `mapstructure:"max_bytes"`
}

var _ component.Config = (*Config)(nil)

// Validate checks the values.
func (c *Config) Validate() error {
	if c.MaxBytes <= 0 {
		return errors.New("max_bytes must be positive")
	}
	return nil
}
