package signalqueue

import (
	"errors"

	"go.opentelemetry.io/collector/component"
)

// Config is a queue's.
type Config struct {
	// MaxBytes is how much each pipeline's queue holds at most, in OTLP's encoding.
	MaxBytes int `mapstructure:"max_bytes"`
}

// defaultMaxBytes is how much a queue holds, unless the config says otherwise.
const defaultMaxBytes = 8 << 20

// NewConfig returns the default one.
func NewConfig() *Config {
	return &Config{MaxBytes: defaultMaxBytes}
}

var _ component.Config = (*Config)(nil)

// Validate checks the values.
func (c *Config) Validate() error {
	if c.MaxBytes <= 0 {
		return errors.New("max_bytes must be positive")
	}
	return nil
}
