package directcollector

import (
	"errors"
	"fmt"
	"maps"
	"slices"

	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/confmap"

	"opentelemetry.io/lambda/collector/internal/logging"
)

// config is one that has been read, each component's settings included.
type config struct {
	components map[string]map[component.ID]component.Config // by their sections
	pipelines  map[component.ID]pipeline
	logging    *logging.Config
}

// pipeline is one in the config.
type pipeline struct {
	Receivers  []component.ID `mapstructure:"receivers"`
	Processors []component.ID `mapstructure:"processors"`
	Exporters  []component.ID `mapstructure:"exporters"`
}

// document has the sections as the Collector has them.
type document struct {
	Receivers  map[component.ID]any `mapstructure:"receivers"`
	Processors map[component.ID]any `mapstructure:"processors"`
	Exporters  map[component.ID]any `mapstructure:"exporters"`
	Connectors map[component.ID]any `mapstructure:"connectors"`
	Extensions map[component.ID]any `mapstructure:"extensions"`
	Service    service              `mapstructure:"service"`
}

type service struct {
	Telemetry  map[string]any            `mapstructure:"telemetry"`
	Extensions []component.ID            `mapstructure:"extensions"`
	Pipelines  map[component.ID]pipeline `mapstructure:"pipelines"`
}

func (d *document) sections() map[string]map[component.ID]any {
	return map[string]map[component.ID]any{
		"receivers": d.Receivers, "processors": d.Processors, "exporters": d.Exporters, "connectors": d.Connectors, "extensions": d.Extensions,
	}
}

func readConfig(conf *confmap.Conf) (*config, error) {
	var read document
	if err := conf.Unmarshal(&read); err != nil {
		return nil, err
	}
	found := &config{components: map[string]map[component.ID]component.Config{}, pipelines: read.Service.Pipelines, logging: logging.NewConfig()}
	var errs error
	sections := read.sections()
	for _, section := range slices.Sorted(maps.Keys(sections)) {
		found.components[section] = map[component.ID]component.Config{}
		for id := range sections[section] {
			settings, err := readComponent(conf, section, id)
			errs = errors.Join(errs, err)
			found.components[section][id] = settings
		}
	}
	if errs != nil {
		return nil, errs
	}
	telemetry, err := conf.Sub("service::telemetry")
	if err == nil {
		err = telemetry.Unmarshal(found.logging)
	}
	if err != nil {
		return nil, fmt.Errorf("service::telemetry: %w", err)
	}
	return found, found.check(read.Service.Extensions)
}

func readComponent(conf *confmap.Conf, section string, id component.ID) (component.Config, error) {
	factory, ok := find(section, id.Type().String())
	if !ok {
		return nil, fmt.Errorf("%s::%s: this layer has no %s, but %s; run.sh build CONFIG makes a layer for a config", section, id, id.Type(), known(section))
	}
	settings := factory.CreateDefaultConfig()
	part, err := conf.Sub(section + "::" + id.String())
	if err == nil {
		err = part.Unmarshal(settings)
	}
	if checked, ok := settings.(interface{ Validate() error }); ok && err == nil {
		err = checked.Validate()
	}
	if err != nil {
		return nil, fmt.Errorf("%s::%s: %w", section, id, err)
	}
	return settings, nil
}

// check finds what the parts by themselves do not show.
func (c *config) check(extensions []component.ID) error {
	if len(c.pipelines) == 0 {
		return errors.New("service::pipelines: there has to be one at least")
	}
	for _, id := range extensions {
		if _, ok := c.components["extensions"][id]; !ok {
			return fmt.Errorf("service::extensions: references extension %q which is not configured", id)
		}
	}
	for _, name := range sortedIDs(c.pipelines) {
		if err := c.checkPipeline(name, c.pipelines[name]); err != nil {
			return fmt.Errorf("service::pipelines::%s: %w", name, err)
		}
	}
	return nil
}

func (c *config) checkPipeline(name component.ID, of pipeline) error {
	if _, ok := signals[name.Type().String()]; !ok {
		return fmt.Errorf("unknown signal %q; there are traces, metrics, logs", name.Type())
	}
	if len(of.Receivers) == 0 {
		return errors.New("must have at least one receiver")
	}
	if len(of.Exporters) == 0 {
		return errors.New("must have at least one exporter")
	}
	for _, part := range []struct {
		class    string
		ids      []component.ID
		sections []string
	}{
		{"receiver", of.Receivers, []string{"receivers", "connectors"}},
		{"processor", of.Processors, []string{"processors"}},
		{"exporter", of.Exporters, []string{"exporters", "connectors"}},
	} {
		for _, id := range part.ids {
			if !slices.ContainsFunc(part.sections, func(section string) bool { _, ok := c.components[section][id]; return ok }) {
				return fmt.Errorf("references %s %q which is not configured", part.class, id)
			}
		}
	}
	return nil
}

// sortedIDs returns a map's names in their order. Names are sorted as texts, as Go links a sort for each type.
func sortedIDs[V any](of map[component.ID]V) []component.ID {
	byText := make(map[string]component.ID, len(of))
	for id := range of {
		byText[id.String()] = id
	}
	sorted := make([]component.ID, 0, len(of))
	for _, text := range slices.Sorted(maps.Keys(byText)) {
		sorted = append(sorted, byText[text])
	}
	return sorted
}
