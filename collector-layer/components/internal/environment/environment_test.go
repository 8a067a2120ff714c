package environment

import (
	"slices"
	"testing"
	"time"

	"go.uber.org/zap/zapcore"
)

func TestCollectorConfigURI_formerName(t *testing.T) {
	if uri := CollectorConfigURI(); uri != defaultConfigURI {
		t.Error(uri)
	}
	t.Setenv(ConfigFile, "/var/task/old.yaml")
	if uri := CollectorConfigURI(); uri != "/var/task/old.yaml" {
		t.Error(uri)
	}
	t.Setenv(ConfigURI, " /var/task/new.yaml ")
	if uri := CollectorConfigURI(); uri != "/var/task/new.yaml" {
		t.Error(uri)
	}
}

func TestOTLPEndpoints_thoseOfTheFunctionsVariablesThatAreHere(t *testing.T) {
	t.Setenv(Port, "5318")
	t.Setenv(GRPCPort, "none")
	t.Setenv("OTEL_EXPORTER_OTLP_ENDPOINT", "http://localhost:1234")
	t.Setenv("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "http://127.0.0.1:5318/v1/traces")
	t.Setenv("OTEL_EXPORTER_OTLP_METRICS_ENDPOINT", "http://elsewhere:1235")
	t.Setenv("OTEL_EXPORTER_OTLP_LOGS_ENDPOINT", "http://localhost")
	if got, want := OTLPEndpoints(), []string{"localhost:5318", "localhost:4317", "localhost:1234"}; !slices.Equal(got, want) {
		t.Errorf("%v", got)
	}
}

func TestCollectorLogLevel(t *testing.T) {
	for text, want := range map[string]zapcore.Level{"": zapcore.WarnLevel, "debug": zapcore.DebugLevel, "ERROR": zapcore.ErrorLevel, "loud": zapcore.WarnLevel} {
		t.Setenv(LogLevel, text)
		if level, ok := CollectorLogLevel(); level != want || ok == (text == "loud") {
			t.Errorf("%s: %v, %v", text, level, ok)
		}
	}
}

func TestCollectorFlushTimeout(t *testing.T) {
	for text, want := range map[string]time.Duration{"": time.Second, "250": 250 * time.Millisecond, "2s": 2 * time.Second, "soon": time.Second, "-1s": time.Second} {
		t.Setenv(FlushTimeout, text)
		if timeout, ok := CollectorFlushTimeout(time.Second); timeout != want || ok == (text == "soon" || text == "-1s") {
			t.Errorf("%s: %v, %v", text, timeout, ok)
		}
	}
}

func TestFunction(t *testing.T) {
	t.Setenv("AWS_LAMBDA_RUNTIME_API", "127.0.0.1:1")
	t.Setenv("AWS_LAMBDA_INITIALIZATION_TYPE", managedInstances)
	t.Setenv("AWS_LAMBDA_FUNCTION_NAME", "orders")
	t.Setenv("AWS_LAMBDA_FUNCTION_VERSION", "7")
	t.Setenv("AWS_REGION", "eu-west-1")
	t.Setenv("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "512")
	if RuntimeAPI() != "127.0.0.1:1" || !ManagedInstance() {
		t.Error(RuntimeAPI(), ManagedInstance())
	}
	if got, want := CurrentFunction(), (Function{"orders", "7", "eu-west-1", 512, managedInstances}); got != want {
		t.Errorf("%+v", got)
	}
}

func TestResourceAttributes_whatIsBadIsTold(t *testing.T) {
	t.Setenv("OTEL_RESOURCE_ATTRIBUTES", "team=a%20b, ,service.name=x,nothing,=y,bad=%zz")
	t.Setenv("OTEL_SERVICE_NAME", "orders")
	attributes, bad := ResourceAttributes()
	if want := []Attribute{{"team", "a b"}, {"service.name", "x"}, {"service.name", "orders"}}; !slices.Equal(attributes, want) {
		t.Errorf("%v", attributes)
	}
	if want := []string{"nothing", "=y", "bad=%zz"}; !slices.Equal(bad, want) {
		t.Errorf("%q", bad)
	}
}

func TestCollectorPrice(t *testing.T) {
	for text, want := range map[string]float64{"": 1, " 0.25 ": 0.25, "2e-5": 0.00002, "0": 0, "-1": 1, "NaN": 1, "Inf": 1, "cheap": 1} {
		t.Setenv(PriceRequests, text)
		if price, ok := CollectorPrice(PriceRequests, 1); price != want || ok != (text == "" || want != 1) {
			t.Errorf("%s: %v, %v", text, price, ok)
		}
	}
}
