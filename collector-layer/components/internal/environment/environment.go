// Package environment is where the variables of the process are read.
package environment

import (
	"net/url"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"

	"go.uber.org/zap/zapcore"
)

const (
	// ConfigURI names the variable with the place of the Collector's config.
	ConfigURI = "OPENTELEMETRY_COLLECTOR_CONFIG_URI"
	// ConfigFile names the variable that ConfigURI had been.
	ConfigFile = "OPENTELEMETRY_COLLECTOR_CONFIG_FILE"
	// LogLevel names the variable with the least level of what the Collector logs.
	LogLevel = "OPENTELEMETRY_EXTENSION_LOG_LEVEL"
	// FlushTimeout names the variable with how long an invocation is held for its telemetry at most.
	FlushTimeout = "OTEL_LAMBDA_COLLECTOR_FLUSH_TIMEOUT"

	// Port names the variable with the port for OTLP over HTTP.
	Port = "OTEL_LAMBDA_COLLECTOR_PORT"
	// GRPCPort names the variable with the port for OTLP over gRPC.
	GRPCPort = "OTEL_LAMBDA_COLLECTOR_GRPC_PORT"

	// PriceGBSecond names the variable with the price of a second of a gigabyte, in US dollars.
	PriceGBSecond = "OTEL_LAMBDA_COLLECTOR_PRICE_GB_SECOND"
	// PriceRequests names the variable with the price of a million requests, in US dollars.
	PriceRequests = "OTEL_LAMBDA_COLLECTOR_PRICE_REQUESTS"

	defaultPort      = "4318"
	defaultGRPCPort  = "4317"
	defaultConfigURI = "/opt/collector-config/config.yaml"
	managedInstances = "lambda-managed-instances"
)

// RuntimeAPI returns the address of Lambda's APIs, and "" outside of Lambda.
func RuntimeAPI() string {
	return os.Getenv("AWS_LAMBDA_RUNTIME_API")
}

// CollectorConfigURI returns the place of the Collector's config.
func CollectorConfigURI() string {
	for _, name := range []string{ConfigURI, ConfigFile} {
		if uri := strings.TrimSpace(os.Getenv(name)); uri != "" {
			return uri
		}
	}
	return defaultConfigURI
}

// OTLPEndpoints returns where the function may send OTLP in this environment: the default layer's endpoints, and those of its own variables.
func OTLPEndpoints() []string {
	endpoints := []string{"localhost:" + port(Port, defaultPort), "localhost:" + port(GRPCPort, defaultGRPCPort)}
	for _, signal := range []string{"", "TRACES_", "METRICS_", "LOGS_"} {
		target, err := url.Parse(strings.TrimSpace(os.Getenv("OTEL_EXPORTER_OTLP_" + signal + "ENDPOINT")))
		if err != nil || target.Port() == "" {
			continue
		}
		if host := target.Hostname(); host != "localhost" && host != "127.0.0.1" {
			continue
		}
		if endpoint := "localhost:" + target.Port(); !slices.Contains(endpoints, endpoint) {
			endpoints = append(endpoints, endpoint)
		}
	}
	return endpoints
}

func port(variable, byDefault string) string {
	text := strings.TrimSpace(os.Getenv(variable))
	if _, err := strconv.ParseUint(text, 10, 16); err != nil {
		return byDefault
	}
	return text
}

// CollectorLogLevel returns the least level of what is logged, and false if the variable has none of the levels.
func CollectorLogLevel() (zapcore.Level, bool) {
	text := strings.TrimSpace(os.Getenv(LogLevel))
	if text == "" {
		return zapcore.WarnLevel, true
	}
	level, err := zapcore.ParseLevel(text)
	if err != nil {
		return zapcore.WarnLevel, false
	}
	return level, true
}

// CollectorFlushTimeout returns the variable's value, in milliseconds or as a duration, or the given one if it has none; false if what
// it has is neither.
func CollectorFlushTimeout(byDefault time.Duration) (time.Duration, bool) {
	text := strings.TrimSpace(os.Getenv(FlushTimeout))
	if text == "" {
		return byDefault, true
	}
	if millis, err := strconv.ParseUint(text, 10, 31); err == nil {
		return time.Duration(millis) * time.Millisecond, true
	}
	if duration, err := time.ParseDuration(text); err == nil && duration >= 0 {
		return duration, true
	}
	return byDefault, false
}

// CollectorPrice returns a variable's price in US dollars, or the given one if it has none; false if what it has is no price.
func CollectorPrice(variable string, byDefault float64) (float64, bool) {
	text := strings.TrimSpace(os.Getenv(variable))
	if text == "" {
		return byDefault, true
	}
	if price, err := strconv.ParseFloat(text, 64); err == nil && price >= 0 && price < 1e6 {
		return price, true
	}
	return byDefault, false
}

// ManagedInstance says whether the environment takes several invocations at once, and is never frozen.
func ManagedInstance() bool {
	return os.Getenv("AWS_LAMBDA_INITIALIZATION_TYPE") == managedInstances
}

// Function describes the function, as far as the environment tells an extension.
type Function struct {
	Name               string
	Version            string
	Region             string
	MemoryMB           int64
	InitializationType string
}

// CurrentFunction returns the function of this environment.
func CurrentFunction() Function {
	memory, _ := strconv.ParseInt(os.Getenv("AWS_LAMBDA_FUNCTION_MEMORY_SIZE"), 10, 64)
	return Function{
		Name:               os.Getenv("AWS_LAMBDA_FUNCTION_NAME"),
		Version:            os.Getenv("AWS_LAMBDA_FUNCTION_VERSION"),
		Region:             os.Getenv("AWS_REGION"),
		MemoryMB:           memory,
		InitializationType: os.Getenv("AWS_LAMBDA_INITIALIZATION_TYPE"),
	}
}

// Attribute is one of a resource.
type Attribute struct {
	Name, Value string
}

// ResourceAttributes returns what the user's variables say of the function, the strongest last, and the entries that are bad.
func ResourceAttributes() (attributes []Attribute, bad []string) {
	for entry := range strings.SplitSeq(os.Getenv("OTEL_RESOURCE_ATTRIBUTES"), ",") {
		if strings.TrimSpace(entry) == "" {
			continue
		}
		name, value, ok := strings.Cut(entry, "=")
		name = strings.TrimSpace(name)
		value, err := url.PathUnescape(strings.TrimSpace(value))
		if !ok || name == "" || err != nil {
			bad = append(bad, entry)
			continue
		}
		attributes = append(attributes, Attribute{name, value})
	}
	if name := strings.TrimSpace(os.Getenv("OTEL_SERVICE_NAME")); name != "" {
		attributes = append(attributes, Attribute{"service.name", name})
	}
	return attributes, bad
}

// AWS is what the environment says of AWS's services and who calls them.
type AWS struct {
	Region                             string
	AccessKey, SecretKey, SessionToken string
	// CredentialsURI and CredentialsToken lead to credentials where the environment has none itself, as after a restore.
	CredentialsURI, CredentialsToken string
}

// CurrentAWS returns what the variables say.
func CurrentAWS() AWS {
	region := os.Getenv("AWS_REGION")
	if region == "" {
		region = os.Getenv("AWS_DEFAULT_REGION")
	}
	return AWS{
		Region:           region,
		AccessKey:        os.Getenv("AWS_ACCESS_KEY_ID"),
		SecretKey:        os.Getenv("AWS_SECRET_ACCESS_KEY"),
		SessionToken:     os.Getenv("AWS_SESSION_TOKEN"),
		CredentialsURI:   os.Getenv("AWS_CONTAINER_CREDENTIALS_FULL_URI"),
		CredentialsToken: os.Getenv("AWS_CONTAINER_AUTHORIZATION_TOKEN"),
	}
}

// AWSEndpoint returns the endpoint that the user names for a service, by the name that its variable has; "" if there is none.
func AWSEndpoint(service string) string {
	if endpoint := os.Getenv("AWS_ENDPOINT_URL_" + service); endpoint != "" {
		return endpoint
	}
	return os.Getenv("AWS_ENDPOINT_URL")
}
