package lambdaextension

import (
	"errors"
	"time"

	"go.opentelemetry.io/collector/component"
)

const defaultFlushTimeout = 2 * time.Second

// Config is the extension's.
type Config struct {
	// FlushTimeout is how long an invocation is held at most, after its response, for its telemetry to be exported.
	FlushTimeout time.Duration `mapstructure:"flush_timeout"`
}

var _ component.Config = (*Config)(nil)

// Validate checks the values.
func (c *Config) Validate() error {
	if c.FlushTimeout < 0 {
		return errors.New("flush_timeout must not be negative")
	}
	return nil
}
