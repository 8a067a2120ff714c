// Package lambdaconverter makes any Collector config one for AWS Lambda.
package lambdaconverter

import (
	"context"

	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/confmap"
	"go.uber.org/zap"
)

// Factories are those of a Collector's components, by the names that their types have in configs.
type Factories struct {
	Receivers, Processors, Exporters, Connectors map[component.Type]component.Factory
}

// Of returns factories of one class as they are wanted here.
func Of[F component.Factory](factories map[component.Type]F) map[component.Type]component.Factory {
	found := make(map[component.Type]component.Factory, len(factories))
	for name, factory := range factories {
		found[name] = factory
	}
	return found
}

// NewFactory returns the converter's factory. It knows the old names of these factories' types, and exporters' own queues, which it switches off.
func NewFactory(factories Factories) confmap.ConverterFactory {
	return confmap.NewConverterFactory(func(settings confmap.ConverterSettings) confmap.Converter {
		logger := settings.Logger
		if logger == nil {
			logger = zap.NewNop()
		}
		return &converter{factories: factories, logger: logger}
	})
}

type converter struct {
	factories Factories
	logger    *zap.Logger
}

// Convert changes the config.
func (c *converter) Convert(_ context.Context, conf *confmap.Conf) error {
	if conf == nil {
		return nil
	}
	raw := conf.ToStringMap()
	pipelines := section(section(raw, "service"), "pipelines")
	if len(pipelines) == 0 {
		return nil // what is wrong is told where the config is validated
	}
	c.renameTypes(raw, pipelines)
	sendAtOnce(raw)
	addExtension(raw)
	removeQueues(raw, pipelines)
	addQueues(raw, pipelines)
	c.disableExporterQueues(raw)
	*conf = *confmap.NewFromStringMap(raw)
	return nil
}

// section returns a part that is a map; nil if it is not there, or is something else.
func section(of map[string]any, name string) map[string]any {
	part, _ := of[name].(map[string]any)
	return part
}

// ensureSection is the same for a part that is made where it is not there.
func ensureSection(of map[string]any, name string) map[string]any {
	part := section(of, name)
	if part == nil {
		part = map[string]any{}
		of[name] = part
	}
	return part
}

// list returns a part that is a list of names.
func list(of map[string]any, name string) []any {
	names, _ := of[name].([]any)
	return names
}
