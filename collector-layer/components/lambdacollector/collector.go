// Package lambdacollector is the program of the Collector's layer, whatever components it is built from.
package lambdacollector

import (
	"context"

	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/confmap"
	"go.opentelemetry.io/collector/otelcol"

	"opentelemetry.io/lambda/collector/internal/program"
	"opentelemetry.io/lambda/collector/lambdaconverter"
	"opentelemetry.io/lambda/collector/lambdaextension"
)

// Program is what a build is made of.
type Program struct {
	Version   string
	Factories func() (otelcol.Factories, error)
	Providers []confmap.ProviderFactory
}

// Main runs the program, and returns its exit status.
func Main(of Program) int {
	return program.Main(of)
}

// Validate checks a config without running it.
func (p Program) Validate(ctx context.Context, uris []string) error {
	collector, err := p.newCollector(uris, nil)
	if err != nil {
		return err
	}
	return collector.DryRun(ctx)
}

// Run runs a config until the environment ends. Components that send by a clock get one that follows the environment.
func (p Program) Run(ctx context.Context, uris []string, converters ...confmap.ConverterFactory) error {
	collector, err := p.newCollector(uris, converters)
	if err != nil {
		return err
	}
	return collector.Run(lambdaextension.WithClock(ctx))
}

func (p Program) newCollector(uris []string, more []confmap.ConverterFactory) (*otelcol.Collector, error) {
	factories, err := p.Factories()
	if err != nil {
		return nil, err
	}
	return otelcol.NewCollector(otelcol.CollectorSettings{
		BuildInfo: component.BuildInfo{
			Command:     "collector",
			Description: "OpenTelemetry Collector for AWS Lambda",
			Version:     p.Version,
		},
		Factories: p.Factories,
		ConfigProviderSettings: otelcol.ConfigProviderSettings{
			ResolverSettings: confmap.ResolverSettings{
				URIs:               uris,
				ProviderFactories:  p.Providers,
				ConverterFactories: append(more, lambdaconverter.NewFactory(converted(factories))),
				DefaultScheme:      "env",
			},
		},
	})
}

// converted are the factories as the converter wants them.
func converted(factories otelcol.Factories) lambdaconverter.Factories {
	return lambdaconverter.Factories{
		Receivers:  lambdaconverter.Of(factories.Receivers),
		Processors: lambdaconverter.Of(factories.Processors),
		Exporters:  lambdaconverter.Of(factories.Exporters),
		Connectors: lambdaconverter.Of(factories.Connectors),
	}
}
