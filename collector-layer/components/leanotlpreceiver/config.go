package leanotlpreceiver

import (
	"errors"

	"go.opentelemetry.io/collector/component"
)

const defaultEndpoint = "localhost:4318"

// Config is a part of that of the Collector's own OTLP receiver.
type Config struct {
	Protocols Protocols `mapstructure:"protocols"`
}

// Protocols has the only one there is.
type Protocols struct {
	HTTP HTTP `mapstructure:"http"`
}

// HTTP says where to listen.
type HTTP struct {
	Endpoint string `mapstructure:"endpoint"`
}

var _ component.Config = (*Config)(nil)

// Validate checks the values.
func (c *Config) Validate() error {
	if c.Protocols.HTTP.Endpoint == "" {
		return errors.New("protocols::http::endpoint must not be empty")
	}
	return nil
}
