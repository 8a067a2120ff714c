package lambdaconverter

import (
	"maps"
	"slices"
	"strings"

	"go.opentelemetry.io/collector/component"
)

const (
	loggingType = "logging"
	debugType   = "debug"
)

// verbosities are the debug exporter's, by the levels of the logging exporter.
var verbosities = map[string]string{"debug": "detailed", "info": "normal", "warn": "basic", "error": "basic"}

// renameTypes gives components the present names of their types, as the Collector warns of each old one whenever it starts.
func (c *converter) renameTypes(raw, pipelines map[string]any) {
	exporters := section(raw, "exporters")
	convertLogging(exporters)
	exporterTypes := presentNames(c.factories.Exporters)
	exporterTypes[loggingType] = debugType
	rename(exporters, exporterTypes, pipelines, "exporters")
	rename(section(raw, "receivers"), presentNames(c.factories.Receivers), pipelines, "receivers")
	rename(section(raw, "processors"), presentNames(c.factories.Processors), pipelines, "processors")
	rename(section(raw, connectorSection), presentNames(c.factories.Connectors), pipelines, "receivers", "exporters")
}

// convertLogging changes the settings of the logging exporter into those of the debug exporter.
func convertLogging(exporters map[string]any) {
	for id := range exporters {
		settings := section(exporters, id)
		level, ok := settings["loglevel"].(string)
		if componentType(id) != loggingType || !ok {
			continue
		}
		delete(settings, "loglevel")
		if verbosity, known := verbosities[strings.ToLower(level)]; known && settings["verbosity"] == nil {
			settings["verbosity"] = verbosity
		}
	}
}

// presentNames returns the names of types by their old ones.
func presentNames(factories map[component.Type]component.Factory) map[string]string {
	names := map[string]string{}
	for name, factory := range factories {
		if name != factory.Type() {
			names[name.String()] = factory.Type().String()
		}
	}
	return names
}

// rename changes the names in a section, and where pipelines have them, unless the new name is taken.
func rename(components map[string]any, types map[string]string, pipelines map[string]any, parts ...string) {
	for _, id := range slices.Sorted(maps.Keys(components)) {
		present, old := types[componentType(id)]
		if !old {
			continue
		}
		renamed := present
		if _, name, ok := strings.Cut(id, "/"); ok {
			renamed += "/" + name
		}
		if _, taken := components[renamed]; taken {
			continue
		}
		components[renamed] = components[id]
		delete(components, id)
		for name := range pipelines {
			for _, part := range parts {
				replace(section(pipelines, name), part, id, renamed)
			}
		}
	}
}

func replace(pipeline map[string]any, part, old, present string) {
	names := slices.Clone(list(pipeline, part))
	for i, id := range names {
		if id == old {
			names[i] = present
			pipeline[part] = names
		}
	}
}
