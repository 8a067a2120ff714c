// Package telemetryapireceiver receives what Lambda's Telemetry API tells.
package telemetryapireceiver

import (
	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/receiver"
)

// Type is the receiver's name in a config.
var Type = component.MustNewType("telemetryapi")

// NewFactory returns the receiver's factory.
func NewFactory() receiver.Factory {
	return receiver.NewFactory(Type, func() component.Config { return &struct{}{} })
}
