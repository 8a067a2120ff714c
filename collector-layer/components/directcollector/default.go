package directcollector

import (
	_ "embed"
	"os"
	"strings"

	"go.opentelemetry.io/collector/component"

	"opentelemetry.io/lambda/collector/internal/environment"
	"opentelemetry.io/lambda/collector/internal/logging"
	"opentelemetry.io/lambda/collector/internal/otlphttp"
	"opentelemetry.io/lambda/collector/internal/otlpserver"
	"opentelemetry.io/lambda/collector/internal/signalqueue"
	"opentelemetry.io/lambda/collector/lambdaextension"
)

// defaultText is the default layer's config.
//
//go:embed default.yaml
var defaultText string

// plain are the characters of variables' values that a config takes as they are.
const plain = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789:/._-"

// defaultConfig returns what the default layer's config says, without reading it: a fifth of the CPU time of a start goes into that. False if it
// is another config, or the variables have what only its reader knows how to take.
func defaultConfig(uris []string) (*config, bool) {
	if len(uris) != 1 {
		return nil, false
	}
	text, err := os.ReadFile(strings.TrimPrefix(uris[0], "file:"))
	if err != nil || string(text) != defaultText {
		return nil, false
	}
	http, ok1 := portOr(environment.Port, "4318")
	grpc, ok2 := portOr(environment.GRPCPort, "4317")
	endpoint := os.Getenv("OTEL_LAMBDA_COLLECTOR_ENDPOINT")
	if !ok1 || !ok2 || !strings.HasPrefix(endpoint, "http") || hasOthers(endpoint, plain) {
		return nil, false
	}
	exporter := otlphttp.NewConfig()
	exporter.Endpoint = endpoint
	if exporter.Validate() != nil {
		return nil, false
	}
	receiver := otlpserver.NewConfig()
	receiver.Protocols.HTTP.Endpoint, receiver.Protocols.GRPC.Endpoint = "localhost:"+http, "localhost:"+grpc
	otlp, telemetry, otlpHTTP := component.NewID(otlpReceiver.kind), component.NewID(telemetryReceiver.kind), component.NewID(otlpHTTPExporter.kind)
	queue := component.NewID(queueProcessor.kind)
	of := pipeline{Receivers: []component.ID{otlp, telemetry}, Processors: []component.ID{queue}, Exporters: []component.ID{otlpHTTP}}
	found := &config{
		components: map[string]map[component.ID]component.Config{
			"receivers":  {otlp: receiver, telemetry: telemetryReceiver.config()},
			"processors": {queue: signalqueue.NewConfig()},
			"exporters":  {otlpHTTP: exporter},
			"connectors": {},
			"extensions": {component.NewID(lambdaextension.Type): lambdaExtension.config()},
		},
		pipelines: map[component.ID]pipeline{},
		logging:   logging.NewConfig(),
	}
	for name := range signals {
		found.pipelines[component.MustNewID(name)] = of
	}
	return found, true
}

// portOr returns a variable's number, or another one where it is not set; false for what is no number.
func portOr(variable, byDefault string) (string, bool) {
	value, ok := os.LookupEnv(variable)
	if !ok {
		return byDefault, true
	}
	return value, value != "" && !strings.HasPrefix(value, "0") && !hasOthers(value, "0123456789")
}

// hasOthers tells whether a text has characters other than those.
func hasOthers(text, than string) bool {
	return strings.ContainsFunc(text, func(r rune) bool { return !strings.ContainsRune(than, r) })
}
