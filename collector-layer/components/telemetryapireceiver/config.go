package telemetryapireceiver

import (
	"fmt"
	"slices"

	"go.opentelemetry.io/collector/component"
)

const (
	cumulative = "cumulative"
	delta      = "delta"
)

// allTypes are those of the Telemetry API.
var allTypes = []string{"platform", "function", "extension"}

// Config is the receiver's.
type Config struct {
	// Types are what is subscribed to: platform, function, extension.
	Types []string `mapstructure:"types"`
	// MetricsTemporality is cumulative or delta.
	MetricsTemporality string `mapstructure:"metrics_temporality"`
	// LogReport makes a record of each invocation's report, as Lambda's own log has it.
	LogReport bool `mapstructure:"log_report"`
	// PriceGBSecond and PriceRequests are what a second of a gigabyte and a million requests cost, in US dollars; nil for the variables' prices,
	// or Lambda's.
	PriceGBSecond *float64 `mapstructure:"price_gb_second"`
	PriceRequests *float64 `mapstructure:"price_requests"`

	// Port and ExportInterval are settings of the existing layer that nothing depends on: any free port is listened at, and metrics are exported
	// with each invocation.
	Port           int   `mapstructure:"port"`
	ExportInterval int64 `mapstructure:"export_interval_ms"`
}

var _ component.Config = (*Config)(nil)

// Validate checks the values.
func (c *Config) Validate() error {
	for _, name := range c.Types {
		if !slices.Contains(allTypes, name) {
			return fmt.Errorf("types: %q is none of platform, function and extension", name)
		}
	}
	if c.MetricsTemporality != cumulative && c.MetricsTemporality != delta {
		return fmt.Errorf("metrics_temporality: %q is neither cumulative nor delta", c.MetricsTemporality)
	}
	for name, price := range map[string]*float64{"price_gb_second": c.PriceGBSecond, "price_requests": c.PriceRequests} {
		if price != nil && !(*price >= 0) {
			return fmt.Errorf("%s: %v is no price in US dollars", name, *price)
		}
	}
	return nil
}
