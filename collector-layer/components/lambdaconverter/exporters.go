package lambdaconverter

import (
	"reflect"
	"strings"
)

// ownQueues are the settings of an exporter's own queue and retries.
var ownQueues = []string{"sending_queue", "retry_on_failure"}

// disableExporterQueues switches exporters' own queues off: what they hold is lost to a freeze, and nobody could tell that it is there.
func (c *converter) disableExporterQueues(raw map[string]any) {
	exporters := section(raw, "exporters")
	for id := range exporters {
		for _, setting := range c.settings(componentType(id)) {
			ensureSection(exporters, id)[setting] = map[string]any{"enabled": false}
		}
	}
}

// settings returns which of them a type of exporter has.
func (c *converter) settings(name string) []string {
	for kind, factory := range c.factories.Exporters {
		if kind.String() == name {
			return fields(reflect.TypeOf(factory.CreateDefaultConfig()), ownQueues)
		}
	}
	return nil
}

// fields returns which of the names are settings of a config.
func fields(config reflect.Type, names []string) []string {
	for config != nil && config.Kind() == reflect.Pointer {
		config = config.Elem()
	}
	if config == nil || config.Kind() != reflect.Struct {
		return nil
	}
	var found []string
	for i := range config.NumField() {
		field := config.Field(i)
		name, options, _ := strings.Cut(field.Tag.Get("mapstructure"), ",")
		if strings.Contains(options, "squash") {
			found = append(found, fields(field.Type, names)...)
			continue
		}
		for _, wanted := range names {
			if name == wanted {
				found = append(found, wanted)
			}
		}
	}
	return found
}
