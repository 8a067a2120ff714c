package otlphttp

import (
	"errors"
	"fmt"
	"net/url"
	"strings"
	"time"

	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/config/configopaque"
)

// Config is a part of that of the Collector's own OTLP/HTTP exporter.
type Config struct {
	Endpoint        string                         `mapstructure:"endpoint"`
	TracesEndpoint  string                         `mapstructure:"traces_endpoint"`
	MetricsEndpoint string                         `mapstructure:"metrics_endpoint"`
	LogsEndpoint    string                         `mapstructure:"logs_endpoint"`
	Headers         map[string]configopaque.String `mapstructure:"headers"`
	Compression     string                         `mapstructure:"compression"`
	Timeout         time.Duration                  `mapstructure:"timeout"`
	Auth            *Auth                          `mapstructure:"auth"`
	TLS             TLS                            `mapstructure:"tls"`

	// what the Collector's own has, and this one does without
	SendingQueue   map[string]any `mapstructure:"sending_queue"`
	RetryOnFailure map[string]any `mapstructure:"retry_on_failure"`
}

// TLS has a setting that the URL decides.
type TLS struct {
	Insecure bool `mapstructure:"insecure"`
}

// Auth names the extension that authenticates the requests.
type Auth struct {
	Authenticator component.ID `mapstructure:"authenticator"`
}

// NewConfig returns the default one.
func NewConfig() *Config {
	return &Config{Compression: "gzip"}
}

var _ component.Config = (*Config)(nil)

// Validate checks the values.
func (c *Config) Validate() error {
	if c.Compression != "" && c.Compression != "gzip" && c.Compression != "none" {
		return fmt.Errorf("compression %q: this exporter knows gzip and none", c.Compression)
	}
	if c.Timeout < 0 {
		return errors.New("timeout must not be negative")
	}
	if c.Endpoint == "" && c.TracesEndpoint == "" && c.MetricsEndpoint == "" && c.LogsEndpoint == "" {
		return errors.New("either endpoint or an endpoint for each signal must be specified")
	}
	for _, endpoint := range []string{c.Endpoint, c.TracesEndpoint, c.MetricsEndpoint, c.LogsEndpoint} {
		if endpoint == "" {
			continue
		}
		if parsed, err := url.Parse(endpoint); err != nil || parsed.Host == "" || !strings.HasPrefix(parsed.Scheme, "http") {
			return fmt.Errorf("endpoint %q must be the URL of a server, http://host:port", endpoint)
		}
	}
	return nil
}

// URL returns where a signal goes.
func (c *Config) URL(own, path string) (string, error) {
	if own != "" {
		return own, nil
	}
	if c.Endpoint == "" {
		return "", errors.New("either endpoint or the signal's own must be specified")
	}
	return strings.TrimSuffix(c.Endpoint, "/") + path, nil
}
