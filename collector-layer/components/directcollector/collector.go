// Package directcollector is a Collector for configs in which nothing stands between OTLP's receiver and its exporter: requests are passed on
// without decoding, and what such a config needs is all that is linked.
//
// What a component does it does by the same code as in any other build: the extension and the Telemetry API's receiver are the very components,
// and OTLP's receiver and exporter and the queue are made of what those components are made of.
package directcollector

import (
	"context"
	"fmt"
	"io"
	"os/signal"
	"syscall"

	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/confmap"

	"opentelemetry.io/lambda/collector/internal/logging"
	"opentelemetry.io/lambda/collector/internal/program"
	"opentelemetry.io/lambda/collector/lambdaconverter"
)

// Program is what a build is made of.
type Program struct {
	Version   string
	Providers []confmap.ProviderFactory
}

// Main runs the program, and returns its exit status.
func Main(of Program) int {
	return program.Main(of)
}

// Validate checks a config without running it.
func (p Program) Validate(ctx context.Context, uris []string) error {
	config, err := p.config(ctx, uris, nil)
	if err != nil {
		return err
	}
	_, err = newPipelines(config, p.buildInfo(), config.logging.Logger())
	return err
}

// Run runs a config until the environment ends, or somebody else ends the program.
func (p Program) Run(ctx context.Context, uris []string, converters ...confmap.ConverterFactory) error {
	ctx, stop := signal.NotifyContext(ctx, syscall.SIGTERM, syscall.SIGINT)
	defer stop()
	config, err := p.config(ctx, uris, converters)
	if err != nil {
		return err
	}
	pipelines, err := newPipelines(config, p.buildInfo(), config.logging.Logger())
	if err != nil {
		return err
	}
	return pipelines.run(ctx)
}

// List writes what the program is built from.
func (p Program) List(to io.Writer) error {
	_, err := fmt.Fprint(to, "receiver otlp\nreceiver telemetryapi\nprocessor lambda_queue\nexporter otlp_http\nexporter otlphttp\n"+
		"connector forward\nextension lambda\n")
	return err
}

func (p Program) buildInfo() component.BuildInfo {
	return component.BuildInfo{Command: "collector", Description: "OpenTelemetry Collector for AWS Lambda", Version: p.Version}
}

// config returns what the config at the places says. The converters see it as other Collectors' do.
func (p Program) config(ctx context.Context, uris []string, converters []confmap.ConverterFactory) (*config, error) {
	if found, ok := defaultConfig(uris); ok {
		for _, converter := range converters {
			if err := converter.Create(confmap.ConverterSettings{}).Convert(ctx, confmap.New()); err != nil {
				return nil, err
			}
		}
		return found, nil
	}
	return p.resolve(ctx, uris, converters)
}

func (p Program) resolve(ctx context.Context, uris []string, converters []confmap.ConverterFactory) (*config, error) {
	logger := logging.NewLogger(logging.NewConfig().Logs.Level)
	resolver, err := confmap.NewResolver(confmap.ResolverSettings{
		URIs:               uris,
		ProviderFactories:  p.Providers,
		ProviderSettings:   confmap.ProviderSettings{Logger: logger},
		ConverterFactories: append(converters, lambdaconverter.NewFactory(factories())),
		ConverterSettings:  confmap.ConverterSettings{Logger: logger},
		DefaultScheme:      "env",
	})
	if err != nil {
		return nil, err
	}
	defer func() { _ = resolver.Shutdown(ctx) }()
	conf, err := resolver.Resolve(ctx)
	if err != nil {
		return nil, fmt.Errorf("cannot resolve the configuration: %w", err)
	}
	return readConfig(conf)
}
