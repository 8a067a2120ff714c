package lambdacollector

import (
	"bytes"
	"context"
	"errors"
	"os"
	"strings"
	"testing"

	"github.com/jonboulle/clockwork"
	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/confmap"
	"go.opentelemetry.io/collector/consumer"
	"go.opentelemetry.io/collector/exporter"
	"go.opentelemetry.io/collector/extension"
	"go.opentelemetry.io/collector/otelcol"
	"go.opentelemetry.io/collector/processor"
	"go.opentelemetry.io/collector/receiver"
	"go.yaml.in/yaml/v3"

	"opentelemetry.io/lambda/collector/internal/flushclock"
	"opentelemetry.io/lambda/collector/internal/lambdatest"
	"opentelemetry.io/lambda/collector/lambdaextension"
	"opentelemetry.io/lambda/collector/lambdaotlphttpexporter"
	"opentelemetry.io/lambda/collector/lambdaotlpreceiver"
	"opentelemetry.io/lambda/collector/lambdaqueueprocessor"
	"opentelemetry.io/lambda/collector/lambdatelemetry"
)

// inline provides the config that is in its URI.
type inline struct{ scheme string }

func (inline) Retrieve(_ context.Context, uri string, _ confmap.WatcherFunc) (*confmap.Retrieved, error) {
	var raw map[string]any
	if err := yaml.Unmarshal([]byte(strings.TrimPrefix(uri, "inline:")), &raw); err != nil {
		return nil, err
	}
	return confmap.NewRetrieved(raw)
}
func (i inline) Scheme() string               { return i.scheme }
func (inline) Shutdown(context.Context) error { return nil }

// lean is the program with the layer's own components.
var lean = Program{
	Version: "1",
	Factories: func() (otelcol.Factories, error) {
		receivers, err1 := otelcol.MakeFactoryMap[receiver.Factory](lambdaotlpreceiver.NewFactory())
		processors, err2 := otelcol.MakeFactoryMap[processor.Factory](lambdaqueueprocessor.NewFactory())
		exporters, err3 := otelcol.MakeFactoryMap[exporter.Factory](lambdaotlphttpexporter.NewFactory())
		extensions, err4 := otelcol.MakeFactoryMap[extension.Factory](lambdaextension.NewFactory())
		return otelcol.Factories{
			Receivers: receivers, Processors: processors, Exporters: exporters, Extensions: extensions, Telemetry: lambdatelemetry.NewFactory(),
		}, errors.Join(err1, err2, err3, err4)
	},
	Providers: []confmap.ProviderFactory{provider("inline"), provider("env")},
}

func provider(scheme string) confmap.ProviderFactory {
	return confmap.NewProviderFactory(func(confmap.ProviderSettings) confmap.Provider { return inline{scheme} })
}

func TestRun_componentsGetTheClockThatFollowsTheEnvironment(t *testing.T) {
	factories, err := lean.Factories()
	if err != nil {
		t.Fatal(err)
	}
	var clock clockwork.Clock
	created := errors.New("created")
	otlp := lambdaotlpreceiver.NewFactory()
	factories.Receivers[otlp.Type()] = receiver.NewFactory(otlp.Type(), otlp.CreateDefaultConfig, receiver.WithTraces(
		func(ctx context.Context, _ receiver.Settings, _ component.Config, _ consumer.Traces) (receiver.Traces, error) {
			clock = clockwork.FromContext(ctx)
			return nil, created
		}, component.StabilityLevelBeta))
	program := Program{Factories: func() (otelcol.Factories, error) { return factories, nil }, Providers: lean.Providers}
	err = program.Run(t.Context(), []string{"inline:{receivers: {otlp: {protocols: {http: }}}, exporters: {otlp_http: {endpoint: 'http://x'}}, " +
		"service: {pipelines: {traces: {receivers: [otlp], exporters: [otlp_http]}}}}"})
	if !errors.Is(err, created) {
		t.Fatal(err)
	}
	if _, ok := clock.(*flushclock.Clock); !ok {
		t.Errorf("%T", clock)
	}
}

// run returns the exit status, and what is printed to the standard error.
func run(t *testing.T, program Program, args ...string) (int, string) {
	t.Helper()
	before := os.Args
	os.Args = append([]string{"collector"}, args...)
	defer func() { os.Args = before }()
	printed := lambdatest.CaptureErrors(t)
	status := Main(program)
	return status, printed()
}

func TestValidate(t *testing.T) {
	const config = "inline:{receivers: {otlp: {protocols: {http: }}}, exporters: {otlphttp: {endpoint: %}}, " +
		"service: {pipelines: {traces: {receivers: [otlp], exporters: [otlphttp]}}}}"
	if status, text := run(t, lean, "validate", "--config", strings.Replace(config, "%", "'http://backend:4318'", 1)); status != 0 || text != "" {
		t.Errorf("%d: %s", status, text)
	}
	status, text := run(t, lean, "validate", "--config", strings.Replace(config, "%", "{a: 1}", 1))
	if status != 1 || strings.Count(text, "\n") != 1 || !strings.Contains(text, "endpoint") {
		t.Errorf("%d: %s", status, text)
	}
}

func TestArguments_thatAreNotUnderstood(t *testing.T) {
	if status, text := run(t, lean, "--help"); status != 1 || !strings.Contains(text, "usage: collector") {
		t.Errorf("%d: %s", status, text)
	}
}

func TestComponents_areListed(t *testing.T) {
	var text bytes.Buffer
	if err := lean.List(&text); err != nil {
		t.Error(err)
	}
	want := "receiver otlp\nprocessor lambda_queue\nexporter otlp_http\nexporter otlphttp\nextension lambda\n"
	if text.String() != want {
		t.Errorf("%s", text.String())
	}
	if status, _ := run(t, lean, "components"); status != 0 {
		t.Errorf("status %d", status)
	}
}

func TestFactories_thatCannotBeHad(t *testing.T) {
	program := Program{Factories: func() (otelcol.Factories, error) { return otelcol.Factories{}, errors.New("two of a type") }}
	for _, command := range []string{"components", "validate"} {
		if status, text := run(t, program, command); status != 1 || !strings.Contains(text, "two of a type") {
			t.Errorf("%s: %d: %s", command, status, text)
		}
	}
}
