package main

import (
	"strings"
	"testing"
)

const service = "\nservice: {pipelines: {traces: {receivers: [otlp], exporters: [debug]}}}\n"

func pickFrom(t *testing.T, text string, o options) (*selection, error) {
	t.Helper()
	known, err := readIndex()
	if err != nil {
		t.Fatal(err)
	}
	parsed, err := parseConfig("config.yaml", []byte(text))
	if err != nil {
		return nil, err
	}
	return pick(parsed, known, o)
}

// names returns class, type and package of what is picked beside what every layer has.
func names(s *selection) string {
	var found []string
	for _, class := range []string{"receiver", "processor", "exporter", "connector", "extension", "provider"} {
		for _, c := range s.of(class) {
			switch c.kind {
			case "lambda", "lambda_queue", "forward", "env", "file", "yaml", "secretsmanager", "ssm":
			default:
				found = append(found, class+" "+c.kind+" "+c.module.pkg[strings.LastIndex(c.module.pkg, "/")+1:])
			}
		}
	}
	return strings.Join(found, ", ")
}

func TestPick(t *testing.T) {
	for name, test := range map[string]struct{ config, want string }{
		"what is lean":         {"receivers: {otlp: {protocols: {http: }}}\nexporters: {otlphttp: {endpoint: x, sending_queue: {enabled: true}}}", "receiver otlp lambdaotlpreceiver, exporter otlphttp lambdaotlphttpexporter"},
		"gRPC":                 {"receivers: {otlp: {protocols: {http: , grpc: {endpoint: x}}}}", "receiver otlp lambdaotlpreceiver"},
		"gRPC with TLS":        {"receivers: {otlp: {protocols: {grpc: {tls: {cert_file: x}}}}}", "receiver otlp otlpreceiver"},
		"no protocols":         {"receivers: {otlp: }", "receiver otlp otlpreceiver"},
		"TLS":                  {"exporters: {otlp_http: {endpoint: x, tls: {ca_file: y}}}", "exporter otlp_http otlphttpexporter"},
		"one of two is more":   {"receivers: {otlp/1: {protocols: {http: }}, otlp/2: {protocols: {http: {cors: {}}}}}", "receiver otlp otlpreceiver"},
		"the same, other way":  {"receivers: {otlp/2: {protocols: {http: {cors: {}}}}, otlp/1: {protocols: {http: }}}", "receiver otlp otlpreceiver"},
		"both names of a type": {"exporters: {otlphttp: {endpoint: x}, otlp_http: {endpoint: y}}", "exporter otlphttp lambdaotlphttpexporter"},
		"old name":             {"processors: {k8sattributes: }", "processor k8sattributes k8sattributesprocessor"},
		"new name":             {"processors: {k8s_attributes: }", "processor k8s_attributes k8sattributesprocessor"},
		"the queue's work":     {"processors: {batch: , batch/2: , decouple: }", ""},
		"own ones":             {"receivers: {telemetryapi: }\nextensions: {lambda: }", "receiver telemetryapi telemetryapireceiver"},
		"providers":            {"exporters: {debug: {verbosity: '${s3:a}'}}\nextensions: {x: &a {}}\nextensions2: '$${http:b}'", ""},
		"anchors":              {"exporters: {debug: &d {verbosity: basic}, debug/2: *d}", "exporter debug debugexporter"},
		"logging":              {"exporters: {logging: {loglevel: debug}, debug/2: }", "exporter debug debugexporter"},
		"coldstart":            {"processors: {coldstart: }", ""},
		"connector":            {"connectors: {span_metrics: , forward: }", "connector span_metrics spanmetricsconnector"},
	} {
		t.Run(name, func(t *testing.T) {
			if name == "providers" {
				test.config, test.want = "exporters: {debug: {verbosity: '${s3:a} ${env:B} $${http:b}'}}", "exporter debug debugexporter, provider s3 s3provider"
			}
			picked, err := pickFrom(t, test.config+service, options{})
			if err != nil {
				t.Fatal(err)
			}
			if got := names(picked); got != test.want {
				t.Errorf("got %s, want %s", got, test.want)
			}
		})
	}
}

func TestPick_whatIsBad_isToldWithItsPlace(t *testing.T) {
	for config, want := range map[string]string{
		"exporters:\n  debugg:":  "config.yaml:2:3: debugg: no exporter of that type is known in release v0.158.0; did you mean debug?",
		"exporters:\n  batch/2:": "config.yaml:2:3: batch/2: there is no such exporter, but there is: processor",
		"exporters:\n  loki: {endpoint: 'http://l:3100/loki/api/v1/push'}": `config.yaml:2:3: loki: the Collector has it no more; Loki takes OTLP: write otlp_http: {endpoint: "http://l:3100/otlp"}`,
		"exporters: {loki: }":                    `otlp_http: {endpoint: "http://HOST:3100/otlp"}`,
		"exporters: {jaeger: }":                  "Jaeger takes OTLP",
		"processors: {spanmetrics: }":            "it is a connector now",
		"receivers: ${file:r.yaml}":              "config.yaml:1:12: receivers comes from a provider",
		"receivers: [otlp]":                      "config.yaml:1:12: receivers must be a map",
		"receivers:\n  ${env:R}: {}":             `config.yaml:2:3: "${env:R}" is no name of a component`,
		"exporters: {debug: {a: '${nosuch:x}'}}": "config.yaml:1:24: ${nosuch:...}: there is no such provider",
		"a: [":                                   "config.yaml: line 1",
		"- a":                                    "this is no Collector config",
	} {
		text := config
		if strings.Contains(config, ":") && !strings.HasPrefix(config, "a: [") {
			text += service
		}
		if _, err := pickFrom(t, text, options{}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: got %v, want %s", config, err, want)
		}
	}
	if _, err := pickFrom(t, "receivers: {otlp: }", options{}); err == nil || !strings.Contains(err.Error(), "no section service") {
		t.Errorf("%v", err)
	}
}

func acme(name string) module {
	return module{path: name, version: "v1.2.3", pkg: name}
}

func TestWith_addsAModuleOfTheUsers(t *testing.T) {
	picked, err := pickFrom(t, "processors: {acme: }"+service, options{with: []module{acme("example.com/acmeprocessor")}})
	if err != nil {
		t.Fatal(err)
	}
	if got := names(picked); got != "processor acme acmeprocessor" {
		t.Error(got)
	}
	if !strings.Contains(picked.manifest("o"), "gomod: example.com/acmeprocessor v1.2.3") {
		t.Error(picked.manifest("o"))
	}
}

func TestWith_aModuleThatTheConfigDoesNotName_isAnError(t *testing.T) {
	for _, name := range []string{"example.com/bogus", "example.com/acme"} {
		_, err := pickFrom(t, "processors: {acme: }"+service, options{with: []module{acme("example.com/acmeprocessor"), acme(name)}})
		if err == nil || !strings.Contains(err.Error(), "--with "+name+"@v1.2.3") {
			t.Errorf("%v", err)
		}
	}
}

func TestPick_componentsThatHoldData_areTold(t *testing.T) {
	picked, err := pickFrom(t, "processors: {tail_sampling/a: , filter: , groupbytrace: , cumulativetodelta: }\nconnectors: {spanmetrics: }"+service, options{})
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []string{"tail_sampling/a: holds data", "a short wait_duration", "initial_value", "metrics_flush_interval"} {
		if len(picked.notes) != 4 || !strings.Contains(picked.notes[i], want) {
			t.Fatalf("%v", picked.notes)
		}
	}
}

func TestTelemetry_isLeanWhereALogIsEnough(t *testing.T) {
	for telemetry, lean := range map[string]bool{
		"{logs: {level: debug}}": true, "{metrics: {level: none}}": true, "{metrics: {readers: []}}": false, "{traces: {}}": false,
	} {
		picked, err := pickFrom(t, "exporters: {debug: }\nservice: {pipelines: {}, telemetry: "+telemetry+"}", options{})
		if err != nil {
			t.Fatal(err)
		}
		if picked.lean != lean {
			t.Errorf("%s: %v", telemetry, picked.lean)
		}
	}
}

func TestManifest_doesNotDependOnTheOrder(t *testing.T) {
	a, _ := pickFrom(t, "exporters: {debug: , nop: }"+service, options{})
	b, _ := pickFrom(t, "exporters: {nop: , debug: }"+service, options{})
	if a.manifest("o") != b.manifest("o") || a.program() != b.program() {
		t.Error("the same components make another program")
	}
}
