package otel

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"sync"

	"github.com/aws/aws-lambda-go/lambda"
)

// Wrap returns a handler for [lambda.Start] that traces each invocation of the given one, which may be whatever
// [lambda.Start] takes: a function of any valid signature, also one that returns an [io.Reader] to stream its
// response, or a [lambda.Handler]. What is no valid handler reports the same error as without Wrap.
//
// The handler gets its event, and the caller the response or error, as without Wrap; a panic goes on as it came. The
// context that the handler gets has the invocation's span.
//
// Options that say how JSON is read and written, such as [lambda.WithUseNumber], belong here; others belong to
// [lambda.StartWithOptions]. A handler made by [lambda.NewHandler] cannot stream its response: pass its function.
//
// Call [Setup] before the first invocation. Without it, the global tracer provider and propagator are used.
func Wrap(handler any, options ...lambda.Option) any {
	return wrap(handler, sync.OnceValue(func() *function { return newFunction(currentTelemetry()) }), options)
}

func wrap(handler any, function func() *function, options []lambda.Option) any {
	if plain, ok := handler.(lambda.Handler); ok {
		return &tracedHandler{handler: plain, function: function}
	}
	form := formOf(handler)
	traced := &tracedFunction{function: function}
	// each invocation has one of its own, as the buffer of its response is used until that is sent
	traced.handlers.New = func() any { return lambda.NewHandlerWithOptions(form.handler, options...) }
	// options that act when they are applied do so now
	first := lambda.NewHandlerWithOptions(form.handler, options...)
	if !form.takesEvent && !form.mayStream {
		// it is called even if there is no event
		return &tracedHandler{handler: first, function: function}
	}
	traced.handlers.Put(first)
	return traced.handle
}

// tracedHandler passes bytes on, as [lambda.Handler] does.
type tracedHandler struct {
	handler  lambda.Handler
	function func() *function
}

// Invoke implements [lambda.Handler].
func (h *tracedHandler) Invoke(ctx context.Context, payload []byte) ([]byte, error) {
	ctx, invocation := h.function().begin(ctx, payload)
	response, err := invocation.call(func() ([]byte, error) { return h.handler.Invoke(ctx, payload) })
	if err != nil {
		return nil, err
	}
	invocation.respond(response)
	invocation.finish()
	return response, nil
}

// tracedFunction calls a function through aws-lambda-go's own reflection.
type tracedFunction struct {
	handlers sync.Pool
	function func() *function
}

func (f *tracedFunction) handle(ctx context.Context, event json.RawMessage) (io.Reader, error) {
	ctx, invocation := f.function().begin(ctx, event)
	ctx, stream := withStream(ctx)
	handler := f.handlers.Get().(lambda.Handler)
	response, err := invocation.call(func() ([]byte, error) { return handler.Invoke(ctx, event) })
	if err != nil {
		f.handlers.Put(handler)
		return nil, err
	}
	if stream.isChosen {
		f.handlers.Put(handler)
		invocation.respondStreaming(stream.reader)
		return newStreamedResponse(stream.reader, invocation), nil
	}
	invocation.respond(response)
	invocation.finish()
	return &jsonResponse{bytes.NewReader(response), func() { f.handlers.Put(handler) }}, nil
}
