package otel

import (
	"context"
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"github.com/aws/aws-lambda-go/events"
	"github.com/aws/aws-lambda-go/lambda"
	"go.opentelemetry.io/otel/attribute"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/sdk/trace/tracetest"
)

// payloadsOf returns the attributes of the span of an invocation, and its response.
func payloadsOf(handler any, event string, variables ...string) (captured map[attribute.Key]string, response string) {
	exporter := tracetest.NewInMemoryExporter()
	own := &telemetry{
		settings: settings{func(name string) string {
			for index := 0; index < len(variables); index += 2 {
				if variables[index] == name {
					return variables[index+1]
				}
			}
			return ""
		}},
		propagator: settingsOf("", "").propagator(), flushTimeout: time.Minute,
		provider: sdktrace.NewTracerProvider(sdktrace.WithSyncer(exporter)),
	}
	own.policy = beforeResponse{own}
	traced := newFunction(own)
	answer, _ := lambda.NewHandler(wrap(handler, func() *function { return traced }, nil)).Invoke(context.Background(), []byte(event))
	captured = map[attribute.Key]string{}
	for _, span := range exporter.GetSpans() {
		for _, each := range span.Attributes {
			if each.Key == "otel.lambda.event" || each.Key == "otel.lambda.response" {
				captured[each.Key] = each.Value.AsString()
			}
		}
	}
	return captured, string(answer)
}

const (
	capturePayload = "OTEL_LAMBDA_CAPTURE_PAYLOAD"
	captureLimit   = "OTEL_LAMBDA_CAPTURE_PAYLOAD_LIMIT"
	captureRedact  = "OTEL_LAMBDA_CAPTURE_PAYLOAD_REDACT"
)

func TestPayload_isCapturedAsItIs(t *testing.T) {
	const event, response = `{ "a" : 1.0, "pwd":"p" , "name":"Ann"}`, `{"text":"<&>","token":"t","name":"Bob"}`
	echo := func() (any, error) {
		return struct {
			Text  string `json:"text"`
			Token string `json:"token"`
			Name  string `json:"name"`
		}{"<&>", "t", "Bob"}, nil
	}
	for asked, want := range map[string]string{
		"":               " | ",
		"none":           " | ",
		"event":          `{ "a" : 1.0, "pwd":"***" , "name":"***"} | `,
		"response":       ` | {"text":"<&>","token":"***","name":"***"}`,
		"response,event": `{ "a" : 1.0, "pwd":"***" , "name":"***"} | {"text":"<&>","token":"***","name":"***"}`,
	} {
		captured, answer := payloadsOf(echo, event, capturePayload, asked, captureRedact, "NAME")
		if got := captured["otel.lambda.event"] + " | " + captured["otel.lambda.response"]; got != want {
			t.Errorf("%s: %s", asked, got)
		}
		if answer != response {
			t.Errorf("the answer is %s", answer)
		}
	}
}

func TestPayload_limitCounts(t *testing.T) {
	echo := func(event any) (any, error) { return event, nil }
	captured, _ := payloadsOf(echo, `"`+strings.Repeat("ä", 100)+`"`, capturePayload, "event,response", captureLimit, "10")
	if captured["otel.lambda.event"] != `"äää…` || captured["otel.lambda.response"] != `"äää…` {
		t.Errorf("the payloads are %v", captured)
	}
}

func TestPayload_noResponseOfHandlerThatFails(t *testing.T) {
	for name, handler := range map[string]any{
		"error":  func() (any, error) { return "secret", errors.New("an error") },
		"reader": func() (io.Reader, error) { return iotest.ErrReader(errors.New("broken")), nil },
		"broken reader": func() (io.Reader, error) {
			return io.MultiReader(strings.NewReader("first"), iotest.ErrReader(errors.New("broken"))), nil
		},
	} {
		captured, _ := payloadsOf(handler, `{}`, capturePayload, "event,response")
		if _, ok := captured["otel.lambda.response"]; ok || captured["otel.lambda.event"] != "{}" {
			t.Errorf("%s: the payloads are %v", name, captured)
		}
	}
}

func TestPayload_beginningOfStream(t *testing.T) {
	long := strings.Repeat("0123456789", 10_000)
	for name, each := range map[string]struct {
		handler any
		want    string
	}{
		"short": {func() (io.Reader, error) { return iotest.OneByteReader(strings.NewReader(`{"token":1}`)), nil }, `{"token":"***"}`},
		"long":  {func() (io.Reader, error) { return strings.NewReader(long), nil }, long[:97] + "…"},
		"empty": {func() (io.Reader, error) { return strings.NewReader(""), nil }, ""},
		"typed": {func() (*events.LambdaFunctionURLStreamingResponse, error) {
			return &events.LambdaFunctionURLStreamingResponse{StatusCode: 200, Body: strings.NewReader("tea")}, nil
		}, "{\"statusCode\":200}" + strings.Repeat("\x00", 8) + "tea"},
	} {
		captured, answer := payloadsOf(each.handler, `{}`, capturePayload, "response", captureLimit, "100")
		if captured["otel.lambda.response"] != each.want {
			t.Errorf("%s: the payloads are %q", name, captured)
		}
		if name == "long" && answer != long {
			t.Errorf("the answer has %d bytes", len(answer))
		}
	}
}

func TestPayload_handlersThatTakeBytes(t *testing.T) {
	captured, _ := payloadsOf(lambda.NewHandler(func(event map[string]any) (any, error) { return event, nil }), `{"a": 1}`, capturePayload, "event,response")
	if captured["otel.lambda.event"] != `{"a": 1}` || captured["otel.lambda.response"] != `{"a":1}` {
		t.Errorf("the payloads are %v", captured)
	}
}

func TestPayload_badValuesHaveALine(t *testing.T) {
	for _, each := range []struct {
		variables []string
		captured  int
		line      string
	}{
		{[]string{capturePayload, "event,body"}, 1, `OTEL_LAMBDA_CAPTURE_PAYLOAD=event,body: unknown payload "body"; using event. Known: event, response`},
		{[]string{capturePayload, "Event, all"}, 0, `OTEL_LAMBDA_CAPTURE_PAYLOAD=Event, all: unknown payload "Event"; using none. Known: event, response`},
		{[]string{capturePayload, "event", captureLimit, "0"}, 1, "OTEL_LAMBDA_CAPTURE_PAYLOAD_LIMIT=0: not a whole number from 1 to 65536; using 2048"},
		{[]string{capturePayload, "event", captureLimit, "65537"}, 1, "OTEL_LAMBDA_CAPTURE_PAYLOAD_LIMIT=65537: not a whole number from 1 to 65536; using 2048"},
		{[]string{capturePayload, "event", captureLimit, "2k"}, 1, "OTEL_LAMBDA_CAPTURE_PAYLOAD_LIMIT=2k: not a whole number from 1 to 65536; using 2048"},
		{[]string{capturePayload, "event", captureLimit, "99999999999999999999"}, 1, "OTEL_LAMBDA_CAPTURE_PAYLOAD_LIMIT=99999999999999999999: not a whole number from 1 to 65536; using 2048"},
		{[]string{queueSpans, "on"}, 0, `OTEL_LAMBDA_QUEUE_SPANS=on: unknown value "on"; using false. Known: true, false`},
		{[]string{capturePayload, "none,event ,", captureRedact, " , [(*,\\"}, 1, ""},
		// not read without payloads
		{[]string{captureLimit, "2k"}, 0, ""},
	} {
		lines := silence(t)
		captured, _ := payloadsOf(func() {}, `{"a":1}`, each.variables...)
		want := each.line
		if want != "" {
			want = "[otel] " + want + "\n"
		}
		if len(captured) != each.captured || lines.String() != want {
			t.Errorf("%v: %v, %s", each.variables, captured, lines)
		}
	}
}
