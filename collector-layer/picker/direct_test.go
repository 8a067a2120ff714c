package main

import (
	"os"
	"strings"
	"testing"
)

func TestDirect(t *testing.T) {
	byDefault, err := os.ReadFile("../config.yaml")
	if err != nil {
		t.Fatal(err)
	}
	const lean = "receivers: {otlp: {protocols: {http: }}, telemetryapi: }\nexporters: {otlp_http: {endpoint: x}, otlphttp/2: {endpoint: y, headers: {a: b}}}\n"
	for name, test := range map[string]struct {
		config  string
		options options
		want    bool
	}{
		"the default layer":         {string(byDefault), options{}, true},
		"lean ones":                 {lean, options{}, true},
		"what the queue stands for": {lean + "processors: {batch: , decouple: , lambda_queue: {max_bytes: 5}}", options{}, true},
		"a forward connector":       {lean + "connectors: {forward: }", options{}, true},
		"its own log":               {lean + "service: {telemetry: {logs: {level: info}}}", options{}, true},
		"a processor":               {lean + "processors: {filter: }", options{}, false},
		"a debug exporter":          {"exporters: {debug: }", options{}, false},
		"an extension":              {lean + "extensions: {basicauth: }", options{}, false},
		"OTLP with TLS":             {"receivers: {otlp: {protocols: {grpc: {tls: {cert_file: x}}}}}", options{}, false},
		"a provider in the config":  {"exporters: {otlp_http: {endpoint: '${http:a}'}}", options{}, false},
		"a provider of the command": {lean, options{providers: []string{"http"}}, false},
		"its own metrics":           {lean + "service: {telemetry: {metrics: {readers: [{}]}}}", options{}, false},
	} {
		if !strings.Contains(test.config, "service:") {
			test.config += service
		}
		picked, err := pickFrom(t, test.config, test.options)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if picked.direct() != test.want {
			t.Errorf("%s: %v", name, !test.want)
		}
	}
}
