package lambdaconverter

import (
	"reflect"
	"testing"

	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/confmap"
	"go.opentelemetry.io/collector/exporter"
	"go.uber.org/goleak"
	"go.yaml.in/yaml/v3"
)

func TestMain(m *testing.M) {
	goleak.VerifyTestMain(m)
}

// queued is the config of an exporter with a queue of its own.
type queued struct {
	Queue    map[string]any `mapstructure:"sending_queue"`
	squashed `mapstructure:",squash"`
}

type squashed struct {
	Retry map[string]any `mapstructure:"retry_on_failure"`
}

var factories = map[component.Type]exporter.Factory{
	component.MustNewType("queued"): exporter.NewFactory(component.MustNewType("queued"), func() component.Config { return &queued{} }),
	component.MustNewType("old"):    exporter.NewFactory(component.MustNewType("present"), func() component.Config { return &struct{}{} }),
	component.MustNewType("plain"):  exporter.NewFactory(component.MustNewType("plain"), func() component.Config { return &struct{}{} }),
}

func TestConvert(t *testing.T) {
	for name, test := range map[string]struct{ config, want string }{
		"one exporter: the queue is the last processor, batch and decouple go": {
			config: `
processors: {batch: , batch/2: , decouple: , coldstart: , filter: }
exporters: {plain: }
service: {pipelines: {traces: {receivers: [otlp], processors: [batch, filter, batch/2, decouple, coldstart], exporters: [plain]}}}`,
			want: `
extensions: {lambda: }
processors: {filter: , lambda_queue: }
exporters: {plain: }
service:
  extensions: [lambda]
  pipelines: {traces: {receivers: [otlp], processors: [filter, lambda_queue], exporters: [plain]}}`,
		},
		"service_graph sends at once, whatever it says": {
			config: `
connectors: {servicegraph: , service_graph/2: {metrics_flush_interval: 5s}}
exporters: {plain: }
service: {pipelines: {traces: {receivers: [otlp], exporters: [servicegraph, service_graph/2]}, metrics: {receivers: [servicegraph, service_graph/2], exporters: [plain]}}}`,
			want: `
connectors: {servicegraph: {metrics_flush_interval: 0s}, service_graph/2: {metrics_flush_interval: 0s}}
extensions: {lambda: }
processors: {lambda_queue: }
exporters: {plain: }
service:
  extensions: [lambda]
  pipelines: {traces: {receivers: [otlp], exporters: [servicegraph, service_graph/2]}, metrics: {receivers: [servicegraph, service_graph/2], processors: [lambda_queue], exporters: [plain]}}`,
		},
		"the queue's settings and its place among extensions are kept": {
			config: `
extensions: {basicauth: , lambda: {flush_timeout: 1s}}
processors: {lambda_queue: {max_bytes: 5}}
exporters: {plain: }
service: {extensions: [basicauth, lambda], pipelines: {logs: {receivers: [otlp], processors: [lambda_queue], exporters: [plain]}}}`,
			want: `
extensions: {basicauth: , lambda: {flush_timeout: 1s}}
processors: {lambda_queue: {max_bytes: 5}}
exporters: {plain: }
service: {extensions: [basicauth, lambda], pipelines: {logs: {receivers: [otlp], processors: [lambda_queue], exporters: [plain]}}}`,
		},
		"several exporters: a queue for each": {
			config: `
exporters: {plain: , plain/2: }
service: {pipelines: {traces/a: {receivers: [otlp], exporters: [plain, plain/2]}}}`,
			want: `
extensions: {lambda: }
processors: {lambda_queue: }
exporters: {plain: , plain/2: }
connectors: {forward/lambda.traces/a: }
service:
  extensions: [lambda]
  pipelines:
    traces/a: {receivers: [otlp], exporters: [forward/lambda.traces/a]}
    traces/lambda.traces/a.plain: {receivers: [forward/lambda.traces/a], processors: [lambda_queue], exporters: [plain]}
    traces/lambda.traces/a.plain/2: {receivers: [forward/lambda.traces/a], processors: [lambda_queue], exporters: [plain/2]}`,
		},
		"a connector gets data once, before any queue": {
			config: `
exporters: {plain: }
connectors: {count: }
service:
  pipelines:
    traces: {receivers: [otlp], exporters: [count, plain]}
    metrics: {receivers: [count], exporters: [plain]}`,
			want: `
extensions: {lambda: }
processors: {lambda_queue: }
exporters: {plain: }
connectors: {count: , forward/lambda.traces: }
service:
  extensions: [lambda]
  pipelines:
    traces: {receivers: [otlp], exporters: [count, forward/lambda.traces]}
    traces/lambda.traces.plain: {receivers: [forward/lambda.traces], processors: [lambda_queue], exporters: [plain]}
    metrics: {receivers: [count], processors: [lambda_queue], exporters: [plain]}`,
		},
		"a connector alone needs no queue": {
			config: `
connectors: {count: }
service: {pipelines: {traces: {receivers: [otlp], exporters: [count]}}}`,
			want: `
extensions: {lambda: }
connectors: {count: }
service: {extensions: [lambda], pipelines: {traces: {receivers: [otlp], exporters: [count]}}}`,
		},
		"exporters' own queues are off": {
			config: `
exporters: {queued: , queued/2: {sending_queue: {num_consumers: 3}, endpoint: x}, plain: , other: {sending_queue: {}}}
service: {pipelines: {traces: {receivers: [otlp], exporters: [queued]}}}`,
			want: `
extensions: {lambda: }
processors: {lambda_queue: }
exporters:
  queued: {sending_queue: {enabled: false}, retry_on_failure: {enabled: false}}
  queued/2: {sending_queue: {enabled: false}, retry_on_failure: {enabled: false}, endpoint: x}
  plain:
  other: {sending_queue: {}}
service: {extensions: [lambda], pipelines: {traces: {receivers: [otlp], processors: [lambda_queue], exporters: [queued]}}}`,
		},
		"old names of types": {
			config: `
exporters: {old: {a: 1}, old/2: , old/taken: , present/taken: , logging: {loglevel: debug}, logging/2: {verbosity: basic, loglevel: info}}
service: {pipelines: {traces: {receivers: [otlp], exporters: [old/2]}, logs: {receivers: [old], exporters: [logging]}}}`,
			want: `
extensions: {lambda: }
processors: {lambda_queue: }
exporters: {present: {a: 1}, present/2: , old/taken: , present/taken: , debug: {verbosity: detailed}, debug/2: {verbosity: basic}}
service:
  extensions: [lambda]
  pipelines:
    traces: {receivers: [otlp], processors: [lambda_queue], exporters: [present/2]}
    logs: {receivers: [old], processors: [lambda_queue], exporters: [debug]}`,
		},
		"what is no config stays as it is": {config: `{service: {pipelines: }}`, want: `{service: {pipelines: }}`},
		"nor what has other types":         {config: `{service: [1], exporters: x}`, want: `{service: [1], exporters: x}`},
	} {
		t.Run(name, func(t *testing.T) {
			conf := confmap.NewFromStringMap(parse(t, test.config))
			converter := NewFactory(Factories{Exporters: Of(factories)}).Create(confmap.ConverterSettings{})
			if err := converter.Convert(t.Context(), conf); err != nil {
				t.Fatal(err)
			}
			got, want := conf.ToStringMap(), confmap.NewFromStringMap(parse(t, test.want)).ToStringMap()
			if !reflect.DeepEqual(got, want) {
				t.Errorf("got\n%v\nwant\n%v", got, want)
			}
		})
	}
}

func parse(t *testing.T, text string) map[string]any {
	t.Helper()
	var parsed map[string]any
	if err := yaml.Unmarshal([]byte(text), &parsed); err != nil {
		t.Fatal(err)
	}
	return parsed
}
