package otlpserver

import (
	"errors"

	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/confmap"
)

const (
	defaultHTTPEndpoint = "localhost:4318"
	defaultGRPCEndpoint = "localhost:4317"
)

// Config is a part of that of the Collector's own OTLP receiver.
type Config struct {
	Protocols Protocols `mapstructure:"protocols"`
}

// Protocols has those that are received.
type Protocols struct {
	GRPC Protocol `mapstructure:"grpc"`
	HTTP Protocol `mapstructure:"http"`
}

// Protocol says where to listen; nowhere if the endpoint is empty.
type Protocol struct {
	Endpoint string `mapstructure:"endpoint"`
}

// NewConfig returns one with both protocols.
func NewConfig() *Config {
	return &Config{Protocols: Protocols{GRPC: Protocol{defaultGRPCEndpoint}, HTTP: Protocol{defaultHTTPEndpoint}}}
}

var (
	_ component.Config    = (*Config)(nil)
	_ confmap.Unmarshaler = (*Config)(nil)
)

// Unmarshal switches off the protocols that are not named, as the Collector's own receiver does.
func (c *Config) Unmarshal(conf *confmap.Conf) error {
	if err := conf.Unmarshal(c); err != nil {
		return err
	}
	keep(conf, "protocols::grpc", &c.Protocols.GRPC, defaultGRPCEndpoint)
	keep(conf, "protocols::http", &c.Protocols.HTTP, defaultHTTPEndpoint)
	return nil
}

func keep(conf *confmap.Conf, key string, protocol *Protocol, byDefault string) {
	switch {
	case !conf.IsSet(key):
		protocol.Endpoint = ""
	case !conf.IsSet(key + "::endpoint"):
		protocol.Endpoint = byDefault
	}
}

// Validate checks the values.
func (c *Config) Validate() error {
	if c.Protocols.HTTP.Endpoint == "" && c.Protocols.GRPC.Endpoint == "" {
		return errors.New("protocols must have http or grpc, with an endpoint that is not empty")
	}
	return nil
}
