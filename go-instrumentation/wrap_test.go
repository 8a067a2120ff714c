package otel_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/aws/aws-lambda-go/events"
	"github.com/aws/aws-lambda-go/lambda"
	"github.com/aws/aws-lambda-go/lambda/messages"
	"go.opentelemetry.io/otel/trace"

	otel "opentelemetry.io/lambda/otel"
)

type input struct {
	Number json.Number `json:"number"`
	Text   string      `json:"text"`
}

type bytesHandler struct{}

func (bytesHandler) Invoke(_ context.Context, payload []byte) ([]byte, error) {
	if len(payload) == 0 {
		return nil, errors.New("no payload")
	}
	return append([]byte(" "), payload...), nil
}

// readable is serialisable and a reader, so it is serialised.
type readable struct {
	io.Reader `json:"-"`
	Text      string
}

type ownError struct{ code int }

func (e *ownError) Error() string { return fmt.Sprint("code ", e.code) }

var handlers = map[string]any{
	"nil":                       nil,
	"no function":               5,
	"three arguments":           func(context.Context, int, int) {},
	"no context first":          func(int, int) {},
	"three results":             func() (int, int, error) { return 1, 2, nil },
	"one result, no error":      func() int { return 1 },
	"two results, no error":     func() (int, int) { return 1, 2 },
	"other interface":           func(fmt.Stringer) {},
	"nothing":                   func() {},
	"event":                     func(input) {},
	"error":                     func() error { return errors.New("an error") },
	"no error":                  func() error { return nil },
	"event, error":              func(e input) error { return errors.New(e.Text) },
	"result":                    func() (string, error) { return "<&>\u2028", nil },
	"event, result":             func(e input) (input, error) { return e, nil },
	"context":                   func(context.Context) {},
	"context, error":            func(context.Context) error { return &ownError{4} },
	"context, result":           func(context.Context) (map[string]any, error) { return map[string]any{"a": "<"}, nil },
	"context, event":            func(context.Context, input) {},
	"context, event, error":     func(context.Context, *input) error { return nil },
	"context, event, result":    func(_ context.Context, e *input) (*input, error) { return e, nil },
	"any":                       func(e any) (any, error) { return e, nil },
	"raw":                       func(e json.RawMessage) (json.RawMessage, error) { return e, nil },
	"bytes":                     func(e []byte) ([]byte, error) { return e, nil },
	"own error type":            func() *ownError { return nil },
	"nil result":                func() (any, error) { return nil, nil },
	"not serialisable":          func() (any, error) { return make(chan int), nil },
	"reader":                    func() (io.Reader, error) { return strings.NewReader("plain <text>"), nil },
	"nil reader":                func() (io.Reader, error) { return nil, nil },
	"nil pointer to a reader":   func() (*bytes.Buffer, error) { return nil, nil },
	"buffer":                    func(context.Context) (*bytes.Buffer, error) { return bytes.NewBufferString("buffer"), nil },
	"reader as any":             func(input) (any, error) { return strings.NewReader("any"), nil },
	"reader, also serialisable": func() (any, error) { return readable{strings.NewReader("read"), "<json>"}, nil },
	"reader and error":          func() (io.Reader, error) { return strings.NewReader("read"), errors.New("an error") },
	"function URL, streaming": func() (*events.LambdaFunctionURLStreamingResponse, error) {
		return &events.LambdaFunctionURLStreamingResponse{StatusCode: 418, Body: strings.NewReader("tea")}, nil
	},
	"panics":          func() { panic("a panic") },
	"panics by error": func() { panic(&ownError{5}) },
	"names its error": func() error { return messages.InvokeResponse_Error{Type: "Own", Message: "m"} },
	"Handler":         bytesHandler{},
	"NewHandler":      lambda.NewHandler(func(e input) (input, error) { return e, nil }),
}

// mayStreamWithoutEvent are handlers that would not be asked to decode an event.
var mayStreamWithoutEvent = map[string]bool{
	"nil result": true, "not serialisable": true, "reader": true, "nil reader": true, "nil pointer to a reader": true,
	"buffer": true, "reader, also serialisable": true, "reader and error": true, "function URL, streaming": true,
}

var payloads = []string{
	`{"number":12345678901234567890,"text":"<&> ü","other":[1.0]}`, ` {"text" : "a" } `, `[1,2]`, `null`, `5`, `"text"`, ``, `{`,
}

func TestWrap_answersAsWithout(t *testing.T) {
	for name, handler := range handlers {
		for _, options := range [][]lambda.Option{nil, {lambda.WithUseNumber(true), lambda.WithSetEscapeHTML(true), lambda.WithSetIndent("", " ")}, {lambda.WithDisallowUnknownFields(true)}} {
			for _, payload := range payloads {
				if !json.Valid([]byte(payload)) && mayStreamWithoutEvent[name] {
					continue // Lambda itself refuses such an event
				}
				bare := outcome(lambda.NewHandlerWithOptions(handler, options...), payload)
				wrapped := outcome(lambda.NewHandler(otel.Wrap(handler, options...)), payload)
				if bare != wrapped {
					t.Errorf("%s with %q: %s, not %s", name, payload, wrapped, bare)
				}
			}
		}
	}
}

func outcome(handler lambda.Handler, payload string) (result string) {
	defer func() {
		if value := recover(); value != nil {
			result = fmt.Sprintf("panic %T %v", value, value)
		}
	}()
	response, err := handler.Invoke(context.Background(), []byte(payload))
	return fmt.Sprintf("%q %T %v", response, err, err)
}

func TestWrap_handlerHasSpan(t *testing.T) {
	otel.Setup()
	for name, handler := range map[string]any{
		"function": func(ctx context.Context) (bool, error) { return trace.SpanContextFromContext(ctx).IsValid(), nil },
		"stream": func(ctx context.Context) (io.Reader, error) {
			return strings.NewReader(fmt.Sprint(trace.SpanContextFromContext(ctx).IsValid())), nil
		},
	} {
		if response, err := lambda.NewHandler(otel.Wrap(handler)).Invoke(context.Background(), []byte("{}")); string(response) != "true" {
			t.Errorf("%s: %s, %v", name, response, err)
		}
	}
}

func TestWrap_concurrentResponsesAreTheirOwn(t *testing.T) {
	handler := lambda.NewHandler(otel.Wrap(func(event string) (string, error) { return event, nil }))
	var all sync.WaitGroup
	for number := range 50 {
		all.Go(func() {
			event := `"` + strings.Repeat(fmt.Sprint(number), 1000) + `"`
			if response, err := handler.Invoke(context.Background(), []byte(event)); string(response) != event {
				t.Errorf("%.20s: %.20s, %v", event, response, err)
			}
		})
	}
	all.Wait()
}

func TestProcess_panicIsReportedAndEndsTheProcess(t *testing.T) {
	backend := newBackend(t)
	e := newEnvironment(t, conformanceFunction(t), map[string]string{"OTEL_EXPORTER_OTLP_ENDPOINT": backend.URL, "_HANDLER": "panic"})
	answer := e.invoke([]byte(`{"do":"fail"}`), nil, timeoutOfTests)
	var reported messages.InvokeResponse_Error
	if err := json.Unmarshal(answer.body, &reported); err != nil {
		t.Fatal(err)
	}
	if reported.Type != "errorString" || reported.Message != "told to fail" {
		t.Errorf("the error is %s", answer.body)
	}
	frames := ""
	for _, frame := range reported.StackTrace {
		frames += frame.Label + "\n"
	}
	if !strings.Contains(frames, "panics\n") {
		t.Errorf("the user's frame is missing:\n%s", frames)
	}
	spans := spansOf(backend.take())
	if len(spans) != 1 || len(spans[0].Events) != 1 || spans[0].Status.GetMessage() != "told to fail" {
		t.Errorf("the spans are %v", spans)
	}
}

func TestProcess_slowBackendIsNoTimeout(t *testing.T) {
	isOver := make(chan struct{})
	slow := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { <-isOver }))
	t.Cleanup(func() {
		close(isOver)
		slow.Close()
	})
	for _, policy := range []string{"before-response", "after-response"} {
		t.Run(policy, func(t *testing.T) {
			e := newEnvironment(t, conformanceFunction(t), map[string]string{
				"OTEL_EXPORTER_OTLP_ENDPOINT": slow.URL, "OTEL_LAMBDA_FLUSH": policy, "OTEL_LAMBDA_TIMEOUT_GUARD": "false",
			})
			for range 2 {
				if answer := e.invoke([]byte("{}"), nil, 3*timeoutOfTests/60); answer.hasEnded || answer.isError {
					t.Fatalf("the invocation has failed: %s", e.log.String())
				}
			}
		})
	}
}

func TestProcess_waitAndEventAreReportedIfTheInvocationTimesOut(t *testing.T) {
	backend := newBackend(t)
	e := newEnvironment(t, conformanceFunction(t), map[string]string{
		"OTEL_EXPORTER_OTLP_ENDPOINT": backend.URL, "OTEL_LAMBDA_QUEUE_SPANS": "true", "OTEL_LAMBDA_CAPTURE_PAYLOAD": "event,response",
	})
	event := fmt.Sprintf(`{"do":"hang","token":"t","detail-type":"a","source":"b","time":%q}`, time.Now().Add(-time.Minute).UTC().Format(time.RFC3339))
	if answer := e.invoke([]byte(event), nil, 3*time.Second); !answer.hasEnded {
		t.Fatal("the invocation has ended in time")
	}
	spans := spansOf(backend.take())
	if len(spans) != 2 || spans[0].Name != "eventbridge wait" || id(spans[1].ParentSpanId) != id(spans[0].SpanId) {
		t.Fatalf("the spans are %v", spans)
	}
	attributes := attributesOf(spans[1])
	if attributes["error.type"] != "timeout" || attributes["otel.lambda.event"] != strings.Replace(event, `"t"`, `"***"`, 1) || attributes["otel.lambda.response"] != nil {
		t.Errorf("the attributes are %v", attributes)
	}
}

func TestProcess_afterResponse(t *testing.T) {
	backend := newBackend(t)
	e := newEnvironment(t, conformanceFunction(t), map[string]string{"OTEL_EXPORTER_OTLP_ENDPOINT": backend.URL, "OTEL_LAMBDA_FLUSH": "after-response"})
	for range 3 {
		e.invoke([]byte("{}"), nil, timeoutOfTests)
		if spans := backend.await(t); len(spans) != 1 {
			t.Fatalf("the spans are %v", spans)
		}
	}
}

func TestProcess_streamedResponseAsWithout(t *testing.T) {
	e := newEnvironment(t, conformanceFunction(t), map[string]string{"OTEL_TRACES_EXPORTER": "none", "_HANDLER": "stream"})
	answer := e.invoke([]byte("{}"), nil, timeoutOfTests)
	if answer.contentType != "application/octet-stream" || string(answer.body) != `{"body":"done","statusCode":201}` {
		t.Errorf("%s: %s", answer.contentType, answer.body)
	}
	e = newEnvironment(t, conformanceFunction(t), map[string]string{"OTEL_TRACES_EXPORTER": "none"})
	if answer = e.invoke([]byte("{}"), nil, timeoutOfTests); answer.contentType != "application/json" {
		t.Errorf("the content type is %s", answer.contentType)
	}
}
