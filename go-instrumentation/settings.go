package otel

import (
	"math"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"go.opentelemetry.io/contrib/propagators/aws/xray"
	"go.opentelemetry.io/contrib/propagators/b3"
	"go.opentelemetry.io/contrib/propagators/jaeger"
	"go.opentelemetry.io/contrib/propagators/ot"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/propagation"
	"go.opentelemetry.io/otel/sdk"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"

	"opentelemetry.io/lambda/otel/internal/diagnostics"
	"opentelemetry.io/lambda/otel/internal/payload"
)

const (
	defaultPropagators = "tracecontext,baggage,xray"
	defaultEndpoint    = "http://localhost:4318"
	defaultSampler     = "parentbased_always_on"
	xrayLambda         = "xray-lambda"

	flushBeforeResponse = "before-response"
	flushAfterResponse  = "after-response"

	capturesEvents    = "event"
	capturesResponses = "response"
)

var (
	payloads    = []string{capturesEvents, capturesResponses}
	propagators = []string{"tracecontext", "baggage", "b3", "b3multi", "jaeger", "ottrace", "xray", xrayLambda}
	samplers    = []string{
		"always_on", "always_off", "traceidratio",
		defaultSampler, "parentbased_always_off", "parentbased_traceidratio",
	}
)

// settings are the environment variables that this module reads, all of them here, beside those that OpenTelemetry's
// exporter and span limits read themselves. A bad value gets one line, and its default is used instead.
type settings struct {
	variable func(name string) string
}

// text returns a variable without surrounding blanks; empty counts as unset.
func (s settings) text(name string) string {
	return strings.TrimSpace(s.variable(name))
}

func (s settings) isDisabled() bool {
	return s.boolean("OTEL_SDK_DISABLED", false)
}

func (s settings) timeoutGuard() bool {
	return s.boolean("OTEL_LAMBDA_TIMEOUT_GUARD", true)
}

// queueSpans tells if the time that an event has waited gets a span.
func (s settings) queueSpans() bool {
	return s.boolean("OTEL_LAMBDA_QUEUE_SPANS", false)
}

// capturedPayloads returns what captures events, and what captures responses; nil for what is not captured.
func (s settings) capturedPayloads() (events, responses *payload.Capture) {
	asked := s.names("OTEL_LAMBDA_CAPTURE_PAYLOAD", "none", payloads, "payload")
	if len(asked) == 0 {
		return nil, nil
	}
	limit := s.numberWithin("OTEL_LAMBDA_CAPTURE_PAYLOAD_LIMIT", 2048, 1, 65536)
	capture := payload.New(limit, list(s.text("OTEL_LAMBDA_CAPTURE_PAYLOAD_REDACT")))
	if slices.Contains(asked, capturesEvents) {
		events = capture
	}
	if slices.Contains(asked, capturesResponses) {
		responses = capture
	}
	return events, responses
}

func (s settings) singleMessageIsParent() bool {
	return s.choice("OTEL_LAMBDA_SINGLE_MESSAGE", "link", "link", "parent") == "parent"
}

func (s settings) flushesAfterResponse() bool {
	const name = "OTEL_LAMBDA_FLUSH"
	if s.text(name) == "adaptive" {
		diagnostics.Warn("%s=adaptive: not supported here; using %s", name, flushAfterResponse)
		return true
	}
	return s.choice(name, flushBeforeResponse, flushBeforeResponse, flushAfterResponse) == flushAfterResponse
}

// flushTimeout returns how long a flush may take beside what the invocation's deadline says.
func (s settings) flushTimeout() time.Duration {
	milliseconds := s.number("OTEL_INSTRUMENTATION_AWS_LAMBDA_FLUSH_TIMEOUT", math.MaxInt32, 0)
	return time.Duration(milliseconds) * time.Millisecond
}

func (s settings) functionName() string {
	if name := s.text("AWS_LAMBDA_FUNCTION_NAME"); name != "" {
		return name
	}
	return "function"
}

func (s settings) functionVersion() string {
	if version := s.text("AWS_LAMBDA_FUNCTION_VERSION"); version != "" {
		return version
	}
	return "$LATEST"
}

// memory returns the function's memory in MB, or 0.
func (s settings) memory() int64 {
	megabytes, err := strconv.ParseInt(s.text("AWS_LAMBDA_FUNCTION_MEMORY_SIZE"), 10, 32)
	if err != nil || megabytes < 0 {
		return 0
	}
	return megabytes
}

// isManagedInstance tells if the environment takes several events at a time, and is never frozen.
func (s settings) isManagedInstance() bool {
	return s.text("AWS_LAMBDA_INITIALIZATION_TYPE") == "lambda-managed-instances" || s.text("AWS_LAMBDA_MAX_CONCURRENCY") != ""
}

func (s settings) exportsTraces() bool {
	return s.choice("OTEL_TRACES_EXPORTER", "otlp", "otlp", "none") == "otlp"
}

// endpoint returns the URL that traces are sent to.
func (s settings) endpoint() string {
	name := "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT"
	endpoint := s.text(name)
	if endpoint == "" {
		name = "OTEL_EXPORTER_OTLP_ENDPOINT"
		base := s.text(name)
		if base == "" {
			base = defaultEndpoint
		}
		endpoint = strings.TrimRight(base, "/") + "/v1/traces"
	}
	if isHTTP(endpoint) {
		return endpoint
	}
	value := s.text(name)
	if withScheme := "http://" + endpoint; !strings.Contains(endpoint, "://") && isHTTP(withScheme) {
		diagnostics.Warn("%s=%s: no URL, as it has no scheme; using http://%s", name, value, value)
		return withScheme
	}
	diagnostics.Warn("%s=%s: not a URL that begins with http:// or https://; using %s", name, value, defaultEndpoint)
	return defaultEndpoint + "/v1/traces"
}

func isHTTP(endpoint string) bool {
	parsed, err := url.Parse(endpoint)
	return err == nil && (parsed.Scheme == "http" || parsed.Scheme == "https") && parsed.Host != ""
}

// checkExporter says what OpenTelemetry's exporter leaves out.
func (s settings) checkExporter() {
	if name, value := s.ofTraces("PROTOCOL"); value != "" && value != "http/protobuf" {
		diagnostics.Warn("%s=%s: not supported here; using http/protobuf, by default to port 4318", name, value)
	}
	name, _ := s.ofTraces("COMPRESSION")
	s.choice(name, "none", "none", "gzip")
	name, _ = s.ofTraces("TIMEOUT")
	s.number(name, 10_000, 0)
	// the value may be a secret, so it is not in the line
	name, value := s.ofTraces("HEADERS")
	for _, part := range strings.Split(value, ",") {
		if key, _, found := strings.Cut(part, "="); strings.TrimSpace(part) != "" && (!found || strings.TrimSpace(key) == "") {
			diagnostics.Warn("%s: a part is no key=value; it is left out", name)
		}
	}
}

// ofTraces returns the variable of traces, or if that is not set the one of all signals.
func (s settings) ofTraces(setting string) (name, value string) {
	name = "OTEL_EXPORTER_OTLP_TRACES_" + setting
	if s.text(name) == "" {
		name = "OTEL_EXPORTER_OTLP_" + setting
	}
	return name, s.text(name)
}

func (s settings) sampler() sdktrace.Sampler {
	name := s.choice("OTEL_TRACES_SAMPLER", defaultSampler, samplers...)
	base, isParentBased := strings.CutPrefix(name, "parentbased_")
	sampler := sdktrace.AlwaysSample()
	switch base {
	case "always_off":
		sampler = sdktrace.NeverSample()
	case "traceidratio":
		sampler = sdktrace.TraceIDRatioBased(s.ratio())
	}
	if isParentBased {
		return sdktrace.ParentBased(sampler)
	}
	return sampler
}

func (s settings) ratio() float64 {
	const name = "OTEL_TRACES_SAMPLER_ARG"
	value := s.text(name)
	if value == "" {
		return 1
	}
	ratio, err := strconv.ParseFloat(value, 64)
	if err != nil || !(ratio >= 0 && ratio <= 1) {
		diagnostics.Warn("%s=%s: not a number from 0 to 1; using 1", name, value)
		return 1
	}
	return ratio
}

func (s settings) propagator() propagation.TextMapPropagator {
	var all []propagation.TextMapPropagator
	for _, name := range s.propagatorNames() {
		switch name {
		case "tracecontext":
			all = append(all, propagation.TraceContext{})
		case "baggage":
			all = append(all, propagation.Baggage{})
		case "b3":
			all = append(all, b3.New(b3.WithInjectEncoding(b3.B3SingleHeader)))
		case "b3multi":
			all = append(all, b3.New(b3.WithInjectEncoding(b3.B3MultipleHeader)))
		case "jaeger":
			all = append(all, jaeger.Jaeger{})
		case "ottrace":
			all = append(all, ot.OT{})
		case "xray", xrayLambda:
			all = append(all, xray.Propagator{})
		}
	}
	return propagation.NewCompositeTextMapPropagator(all...)
}

// readsEnvironmentsHeader tells if the X-Ray header of Lambda itself may be the parent.
func (s settings) readsEnvironmentsHeader() bool {
	return slices.Contains(strings.Split(strings.ReplaceAll(s.text("OTEL_PROPAGATORS"), " ", ""), ","), xrayLambda)
}

// propagatorNames returns the propagators' names, in the order given, each once.
func (s settings) propagatorNames() []string {
	names := s.names("OTEL_PROPAGATORS", defaultPropagators, propagators, "propagator")
	if slices.Contains(names, xrayLambda) {
		names = slices.DeleteFunc(names, func(name string) bool { return name == "xray" })
	}
	return names
}

// ownResource returns what the user adds to the resource; a part that is no pair is left out, with a line.
func (s settings) ownResource() []attribute.KeyValue {
	const name = "OTEL_RESOURCE_ATTRIBUTES"
	value := s.text(name)
	var attributes []attribute.KeyValue
	for part := range strings.SplitSeq(value, ",") {
		if strings.TrimSpace(part) == "" {
			continue
		}
		key, text, found := strings.Cut(part, "=")
		key = unescape(strings.TrimSpace(key))
		if !found || key == "" {
			diagnostics.Warn("%s=%s: %q is no key=value; it is left out", name, value, strings.TrimSpace(part))
			continue
		}
		attributes = append(attributes, attribute.String(key, unescape(strings.TrimSpace(text))))
	}
	if service := s.text("OTEL_SERVICE_NAME"); service != "" {
		attributes = append(attributes, attribute.String("service.name", service))
	}
	return attributes
}

// names returns the known names of a list, each once; none is no name. Where none is known, the default is used.
func (s settings) names(variable, byDefault string, known []string, kind string) []string {
	value := orElse(s.text(variable), byDefault)
	var names []string
	unknown := ""
	for _, name := range list(value) {
		switch {
		case slices.Contains(names, name) || name == "none":
		case slices.Contains(known, name):
			names = append(names, name)
		case unknown == "":
			unknown = name
		}
	}
	if unknown == "" {
		return names
	}
	using := orElse(strings.Join(names, ","), byDefault)
	diagnostics.Warn("%s=%s: unknown %s %q; using %s. Known: %s", variable, value, kind, unknown, using, strings.Join(known, ", "))
	return slices.DeleteFunc(list(using), func(name string) bool { return name == "none" })
}

// list returns the entries of a list that commas separate.
func list(value string) []string {
	var entries []string
	for part := range strings.SplitSeq(value, ",") {
		if entry := strings.TrimSpace(part); entry != "" {
			entries = append(entries, entry)
		}
	}
	return entries
}

func orElse(text, otherwise string) string {
	if text == "" {
		return otherwise
	}
	return text
}

func unescape(text string) string {
	if decoded, err := url.PathUnescape(text); err == nil {
		return decoded
	}
	return text
}

func sdkVersion() string {
	return sdk.Version()
}

func (s settings) boolean(name string, otherwise bool) bool {
	value := s.text(name)
	switch strings.ToLower(value) {
	case "":
		return otherwise
	case "true":
		return true
	case "false":
		return false
	default:
		diagnostics.Warn("%s=%s: unknown value %q; using %t. Known: true, false", name, value, value, otherwise)
		return otherwise
	}
}

func (s settings) choice(name, otherwise string, known ...string) string {
	value := s.text(name)
	if value == "" {
		return otherwise
	}
	if !slices.Contains(known, value) {
		diagnostics.Warn("%s=%s: unknown value %q; using %s. Known: %s", name, value, value, otherwise, strings.Join(known, ", "))
		return otherwise
	}
	return value
}

func (s settings) number(name string, otherwise, least int) int {
	value := s.text(name)
	if value == "" {
		return otherwise
	}
	number, err := strconv.ParseInt(value, 10, 32)
	if err != nil || int(number) < least {
		shown := strconv.Itoa(otherwise)
		if otherwise == math.MaxInt32 {
			shown = "no limit"
		}
		diagnostics.Warn("%s=%s: not a whole number of at least %d; using %s", name, value, least, shown)
		return otherwise
	}
	return int(number)
}

func (s settings) numberWithin(name string, otherwise, least, most int) int {
	value := s.text(name)
	if value == "" {
		return otherwise
	}
	number, err := strconv.Atoi(value)
	if err != nil || number < least || number > most {
		diagnostics.Warn("%s=%s: not a whole number from %d to %d; using %d", name, value, least, most, otherwise)
		return otherwise
	}
	return number
}
