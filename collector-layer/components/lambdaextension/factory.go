// Package lambdaextension makes the Collector an extension of AWS Lambda.
package lambdaextension

import (
	"context"

	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/extension"
)

// Type is the extension's name in a config.
var Type = component.MustNewType("lambda")

// NewFactory returns the extension's factory.
func NewFactory() extension.Factory {
	return extension.NewFactory(Type, createDefaultConfig, create, component.StabilityLevelBeta)
}

func createDefaultConfig() component.Config {
	return &Config{FlushTimeout: defaultFlushTimeout}
}

func create(_ context.Context, settings extension.Settings, config component.Config) (extension.Extension, error) {
	return newExtension(config.(*Config), settings.Logger, Register), nil
}
