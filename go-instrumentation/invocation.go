package otel

import (
	"errors"
	"fmt"
	"io"
	"reflect"
	"runtime/debug"
	"strconv"
	"sync"
	"time"

	"github.com/aws/aws-lambda-go/lambda/messages"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/trace"

	"opentelemetry.io/lambda/otel/internal/payload"
	"opentelemetry.io/lambda/otel/internal/trigger"
)

// invocation is one from the event's arrival to the end of the response.
type invocation struct {
	telemetry *telemetry
	trigger   trigger.Trigger
	span      trace.Span
	responses *payload.Capture // nil if they are not captured
	requestID string
	deadline  time.Time
	timer     *time.Timer
	once      sync.Once
}

// call calls the handler; if that fails or panics, the invocation is over.
func (i *invocation) call(handler func() ([]byte, error)) (response []byte, err error) {
	hasReturned := false
	defer func() {
		if hasReturned {
			return
		}
		// nil if the goroutine exits
		value := recover()
		guarded("a panic is missing on a span", func() { i.panicked(value) })
		i.finishNow()
		if value != nil {
			panic(value)
		}
	}()
	response, err = handler()
	hasReturned = true
	if err != nil {
		i.fail(err)
		i.finish()
	}
	return response, err
}

func (i *invocation) fail(err error) {
	guarded("an error is missing on a span", func() {
		name, message := describe(err)
		i.record(name, message, "")
	})
}

func (i *invocation) panicked(value any) {
	if value == nil {
		return
	}
	name, message := typeName(value), fmt.Sprint(value)
	if err, ok := value.(error); ok {
		name, message = describe(err)
	}
	i.record(name, message, string(debug.Stack()))
}

func (i *invocation) record(name, message, stack string) {
	if !i.span.IsRecording() {
		return
	}
	attributes := []attribute.KeyValue{attribute.String("exception.type", name)}
	if message != "" {
		attributes = append(attributes, attribute.String("exception.message", message))
	}
	if stack != "" {
		attributes = append(attributes, attribute.String("exception.stacktrace", stack))
	}
	i.span.AddEvent("exception", trace.WithAttributes(attributes...))
	i.span.SetStatus(codes.Error, message)
	i.span.SetAttributes(attribute.String("error.type", name))
}

// describe returns an error's type and message; those of an error that names its own are these.
func describe(err error) (name, message string) {
	var own messages.InvokeResponse_Error
	if errors.As(err, &own) && own.Type != "" {
		return own.Type, own.Message
	}
	return typeName(err), err.Error()
}

// typeName returns what the SDK's RecordError does.
func typeName(value any) string {
	kind := reflect.TypeOf(value)
	if kind.PkgPath() == "" && kind.Name() == "" {
		return kind.String()
	}
	if kind.PkgPath() == "" {
		return kind.Name()
	}
	return kind.PkgPath() + "." + kind.Name()
}

func (i *invocation) respond(response []byte) {
	if i.span.IsRecording() {
		guarded("the status of a response is not known", func() { i.setStatus(i.trigger.Status(response)) })
	}
	i.respondedWith(response)
}

func (i *invocation) respondStreaming(reader io.Reader) {
	if i.span.IsRecording() {
		guarded("the status of a response is not known", func() { i.setStatus(i.trigger.StreamedStatus(statusOf(reader))) })
	}
}

// respondedWith takes the response, or its beginning.
func (i *invocation) respondedWith(response []byte) {
	i.capture(i.responses, "otel.lambda.response", response)
}

func (i *invocation) capture(by *payload.Capture, key string, text []byte) {
	if by != nil && len(text) > 0 && i.span.IsRecording() {
		guarded("a payload is missing on a span", func() { i.span.SetAttributes(attribute.String(key, by.Text(text))) })
	}
}

func (i *invocation) setStatus(status int) {
	if status == 0 {
		return
	}
	i.span.SetAttributes(attribute.Int("http.response.status_code", status))
	if status >= 500 {
		i.span.SetStatus(codes.Error, "")
		i.span.SetAttributes(attribute.String("error.type", strconv.Itoa(status)))
	}
}

// finish ends the span, and lets the flush have its turn; once.
func (i *invocation) finish() {
	i.end(func() { i.telemetry.policy.afterInvocation(i.requestID, i.deadline) })
}

// finishNow is finish where the process may be about to end.
func (i *invocation) finishNow() {
	i.end(func() {
		i.telemetry.flushBefore(i.deadline)
		i.telemetry.policy.afterInvocation(i.requestID, i.deadline)
	})
}

func (i *invocation) end(flush func()) {
	i.once.Do(func() {
		if i.timer != nil {
			i.timer.Stop()
		}
		guarded("what an invocation has reported may be late or lost", func() {
			i.span.End()
			flush()
		})
	})
}
