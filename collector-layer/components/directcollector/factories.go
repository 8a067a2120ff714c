package directcollector

import (
	"strings"

	"go.opentelemetry.io/collector/component"

	"opentelemetry.io/lambda/collector/internal/otlphttp"
	"opentelemetry.io/lambda/collector/internal/otlpserver"
	"opentelemetry.io/lambda/collector/internal/signalqueue"
	"opentelemetry.io/lambda/collector/lambdaconverter"
	"opentelemetry.io/lambda/collector/lambdaextension"
	"opentelemetry.io/lambda/collector/telemetryapireceiver"
)

// factory makes the config of a component.
type factory struct {
	kind   component.Type
	config func() component.Config
}

func (f factory) Type() component.Type                  { return f.kind }
func (f factory) CreateDefaultConfig() component.Config { return f.config() }

const (
	otlpType      = "otlp"
	otlpHTTPType  = "otlp_http"
	queueType     = "lambda_queue"
	forwardType   = "forward"
	telemetryType = "telemetryapi"
)

func factoryOf[C component.Config](name string, config func() C) factory {
	return factory{component.MustNewType(name), func() component.Config { return config() }}
}

var (
	otlpReceiver      = factoryOf(otlpType, otlpserver.NewConfig)
	telemetryReceiver = factoryOf(telemetryType, telemetryapireceiver.NewFactory().CreateDefaultConfig)
	otlpHTTPExporter  = factoryOf(otlpHTTPType, otlphttp.NewConfig)
	queueProcessor    = factoryOf(queueType, signalqueue.NewConfig)
	forwardConnector  = factoryOf(forwardType, func() *struct{} { return &struct{}{} })
	lambdaExtension   = factoryOf(lambdaextension.Type.String(), lambdaextension.NewFactory().CreateDefaultConfig)
)

// classes are the components that there are, by the sections of a config.
var classes = map[string][]factory{
	"receivers":  {otlpReceiver, telemetryReceiver},
	"processors": {queueProcessor},
	"exporters":  {otlpHTTPExporter},
	"connectors": {forwardConnector},
	"extensions": {lambdaExtension},
}

// factories are those that the converter asks for, with the exporter's old name.
func factories() lambdaconverter.Factories {
	return lambdaconverter.Factories{
		Receivers:  byType(classes["receivers"]),
		Processors: byType(classes["processors"]),
		Exporters: map[component.Type]component.Factory{
			otlpHTTPExporter.kind:             otlpHTTPExporter,
			component.MustNewType("otlphttp"): otlpHTTPExporter,
		},
		Connectors: byType(classes["connectors"]),
	}
}

func byType(factories []factory) map[component.Type]component.Factory {
	found := map[component.Type]component.Factory{}
	for _, factory := range factories {
		found[factory.kind] = factory
	}
	return found
}

// find returns the factory of a type in a section.
func find(section, kind string) (factory, bool) {
	for _, factory := range classes[section] {
		if factory.kind.String() == kind {
			return factory, true
		}
	}
	return factory{}, false
}

// known returns the types of a section.
func known(section string) string {
	names := make([]string, 0, len(classes[section]))
	for _, factory := range classes[section] {
		names = append(names, factory.kind.String())
	}
	return strings.Join(names, ", ")
}
