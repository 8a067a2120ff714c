// Package lambdacollector is the program of the Collector's layer, whatever components it is built from.
package lambdacollector

import (
	"context"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/confmap"
	"go.opentelemetry.io/collector/otelcol"

	"opentelemetry.io/lambda/collector/internal/environment"
	"opentelemetry.io/lambda/collector/lambdaconverter"
	"opentelemetry.io/lambda/collector/lambdaextension"
)

// startLimit is how long Lambda waits for the Collector, as its config may lie where nobody answers: of the 10 s of an init, the function's
// own has to have its part.
const startLimit = 4 * time.Second

// Program is what a build is made of.
type Program struct {
	Version   string
	Factories func() (otelcol.Factories, error)
	Providers []confmap.ProviderFactory
}

// Main runs the program, and returns its exit status.
func Main(program Program) int {
	arguments, err := parse(os.Args[1:])
	if err != nil {
		return fail(os.Stderr, err)
	}
	if len(arguments.uris) == 0 {
		arguments.uris = []string{environment.CollectorConfigURI()}
	}
	switch arguments.command {
	case "validate":
		return validate(program, arguments.uris)
	case "components":
		return components(program, os.Stdout)
	default:
		return serve(program, arguments.uris)
	}
}

func validate(program Program, uris []string) int {
	collector, err := newCollector(program, uris, nil)
	if err == nil {
		err = collector.DryRun(context.Background())
	}
	if err != nil {
		return fail(os.Stderr, err)
	}
	return 0
}

// serve runs the Collector, and stays with the function without it if it cannot run.
func serve(program Program, uris []string) int {
	go func() { _, _ = lambdaextension.Register() }()
	instead := &discarder{}
	late := time.AfterFunc(startLimit, func() {
		if lifecycle, err := lambdaextension.Register(); err == nil && lifecycle != nil && lifecycle.Start() {
			fmt.Fprintf(os.Stderr, "[otel] collector: not started after %v: the function does not wait for it%s\n", startLimit, instead.start())
		}
	})
	collector, err := newCollector(program, uris, []confmap.ConverterFactory{instead.converter()})
	if err == nil {
		err = runWithClock(collector)
	}
	late.Stop()
	if err == nil {
		return 0
	}
	lifecycle, registerError := lambdaextension.Register()
	if lifecycle == nil || registerError != nil {
		return fail(os.Stderr, err)
	}
	fail(os.Stderr, fmt.Errorf("%w%s", err, instead.takeOver()))
	lifecycle.Start()
	<-lifecycle.Done()
	return 0
}

// runWithClock lets components that send by a clock have one that follows the environment.
func runWithClock(collector *otelcol.Collector) error {
	return collector.Run(lambdaextension.WithClock(context.Background()))
}

func newCollector(program Program, uris []string, more []confmap.ConverterFactory) (*otelcol.Collector, error) {
	factories, err := program.Factories()
	if err != nil {
		return nil, err
	}
	return otelcol.NewCollector(otelcol.CollectorSettings{
		BuildInfo: component.BuildInfo{
			Command:     "collector",
			Description: "OpenTelemetry Collector for AWS Lambda",
			Version:     program.Version,
		},
		Factories: program.Factories,
		ConfigProviderSettings: otelcol.ConfigProviderSettings{
			ResolverSettings: confmap.ResolverSettings{
				URIs:               uris,
				ProviderFactories:  program.Providers,
				ConverterFactories: append(more, lambdaconverter.NewFactory(factories)),
				DefaultScheme:      "env",
			},
		},
	})
}

func fail(to io.Writer, err error) int {
	fmt.Fprintln(to, "[otel] collector: it does not run:", oneLine(err.Error()))
	return 1
}

func oneLine(text string) string {
	return strings.Join(strings.Fields(text), " ")
}
