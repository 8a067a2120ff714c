package otel

import (
	"slices"
	"strings"
	"testing"

	"go.opentelemetry.io/otel/attribute"
)

func settingsOf(name, value string) settings {
	return settings{func(asked string) string {
		if asked == name {
			return value
		}
		return ""
	}}
}

func TestSettings_badValueGetsOneLine(t *testing.T) {
	for _, each := range []struct {
		name, value, line string
		read              func(settings)
	}{
		{"OTEL_PROPAGATORS", "tracecontext,b4", `OTEL_PROPAGATORS=tracecontext,b4: unknown propagator "b4"; using tracecontext. Known:`, func(s settings) { s.propagator() }},
		{"OTEL_TRACES_SAMPLER", "xray", `OTEL_TRACES_SAMPLER=xray: unknown value "xray"; using parentbased_always_on. Known:`, func(s settings) { s.sampler() }},
		{"OTEL_TRACES_SAMPLER_ARG", "2", "OTEL_TRACES_SAMPLER_ARG=2: not a number from 0 to 1; using 1", func(s settings) { s.ratio() }},
		{"OTEL_EXPORTER_OTLP_ENDPOINT", "localhost:4318", "OTEL_EXPORTER_OTLP_ENDPOINT=localhost:4318: no URL, as it has no scheme; using http://localhost:4318", func(s settings) { s.endpoint() }},
		{"OTEL_EXPORTER_OTLP_ENDPOINT", "ftp://a", "OTEL_EXPORTER_OTLP_ENDPOINT=ftp://a: not a URL that begins with http:// or https://; using http://localhost:4318", func(s settings) { s.endpoint() }},
		{"OTEL_EXPORTER_OTLP_PROTOCOL", "grpc", "OTEL_EXPORTER_OTLP_PROTOCOL=grpc: not supported here; using http/protobuf", func(s settings) { s.checkExporter() }},
		{"OTEL_EXPORTER_OTLP_HEADERS", "secret", "OTEL_EXPORTER_OTLP_HEADERS: a part is no key=value; it is left out", func(s settings) { s.checkExporter() }},
		{"OTEL_EXPORTER_OTLP_TRACES_COMPRESSION", "zip", `OTEL_EXPORTER_OTLP_TRACES_COMPRESSION=zip: unknown value "zip"; using none.`, func(s settings) { s.checkExporter() }},
		{"OTEL_RESOURCE_ATTRIBUTES", "a=b,c", `OTEL_RESOURCE_ATTRIBUTES=a=b,c: "c" is no key=value; it is left out`, func(s settings) { s.resource() }},
		{"OTEL_LAMBDA_FLUSH", "never", `OTEL_LAMBDA_FLUSH=never: unknown value "never"; using before-response.`, func(s settings) { s.flushesAfterResponse() }},
		{"OTEL_INSTRUMENTATION_AWS_LAMBDA_FLUSH_TIMEOUT", "1s", "OTEL_INSTRUMENTATION_AWS_LAMBDA_FLUSH_TIMEOUT=1s: not a whole number of at least 0; using no limit", func(s settings) { s.flushTimeout() }},
		{"OTEL_SDK_DISABLED", "yes", `OTEL_SDK_DISABLED=yes: unknown value "yes"; using false.`, func(s settings) { s.isDisabled() }},
	} {
		t.Run(each.name, func(t *testing.T) {
			lines := silence(t)
			each.read(settingsOf(each.name, each.value))
			if !strings.HasPrefix(lines.String(), "[otel] "+each.line) || strings.Count(lines.String(), "\n") != 1 {
				t.Errorf("the lines are %s", lines)
			}
		})
	}
}

func TestSettings_goodPartOfPropagatorsIsUsed(t *testing.T) {
	silence(t)
	if names := settingsOf("OTEL_PROPAGATORS", "b4, b3 ,b3,xray,xray-lambda").propagatorNames(); !slices.Equal(names, []string{"b3", "xray-lambda"}) {
		t.Errorf("the propagators are %v", names)
	}
}

func TestResource_memoryInBytes(t *testing.T) {
	if attributes := settingsOf("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "512").resource(); !slices.Contains(attributes, attribute.Int64("faas.max_memory", 536870912)) {
		t.Errorf("the resource is %v", attributes)
	}
}

func TestArnAttributes_noneForOtherTexts(t *testing.T) {
	for _, arn := range []string{"", "a:b:c:d:e:f:g", "arn:aws:s3:::bucket"} {
		if attributes := arnAttributes(arn, "1"); attributes != nil {
			t.Errorf("%s: %v", arn, attributes)
		}
	}
}
