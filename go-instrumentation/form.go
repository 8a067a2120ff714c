package otel

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"reflect"
)

var (
	anyType     = reflect.TypeFor[any]()
	contextType = reflect.TypeFor[context.Context]()
	errorType   = reflect.TypeFor[error]()
	readerType  = reflect.TypeFor[io.Reader]()
)

// form says what is to be known of a handler's signature.
type form struct {
	// handler is the function, or one around it that lets its streams pass.
	handler    any
	takesEvent bool
	mayStream  bool
}

// formOf leaves what is no valid handler as it is: aws-lambda-go says what is wrong, whatever the event.
func formOf(handler any) form {
	asItIs := form{handler: handler}
	if handler == nil || reflect.TypeOf(handler).Kind() != reflect.Func {
		return asItIs
	}
	function := reflect.ValueOf(handler)
	signature := function.Type()
	if !hasValidArguments(signature) || !hasValidResults(signature) {
		return asItIs
	}
	takesContext := signature.NumIn() > 0 && isContext(signature.In(0))
	takesEvent := signature.NumIn() == 2 || signature.NumIn() == 1 && !takesContext
	if signature.NumOut() < 2 || signature.Out(0).Kind() != reflect.Interface && !signature.Out(0).Implements(readerType) {
		return form{handler: handler, takesEvent: takesEvent}
	}
	return form{handler: catchingStreams(function, takesContext), takesEvent: takesEvent, mayStream: true}
}

func hasValidArguments(signature reflect.Type) bool {
	switch signature.NumIn() {
	case 0:
		return true
	case 1:
		argument := signature.In(0)
		return argument.Kind() != reflect.Interface || argument.NumMethod() == 0 || isContext(argument)
	case 2:
		return isContext(signature.In(0))
	default:
		return false
	}
}

func hasValidResults(signature reflect.Type) bool {
	count := signature.NumOut()
	return count == 0 || count <= 2 && signature.Out(count-1).Implements(errorType)
}

func isContext(argument reflect.Type) bool {
	return argument.Kind() == reflect.Interface && argument.NumMethod() > 0 &&
		contextType.Implements(argument) && argument.Implements(contextType)
}

// catchingStreams returns a function that hands readers over by way of the context.
func catchingStreams(function reflect.Value, takesContext bool) any {
	signature := function.Type()
	in := []reflect.Type{contextType}
	for index := range signature.NumIn() {
		if index > 0 || !takesContext {
			in = append(in, signature.In(index))
		}
	}
	around := reflect.FuncOf(in, []reflect.Type{anyType, signature.Out(1)}, false)
	return reflect.MakeFunc(around, func(arguments []reflect.Value) []reflect.Value {
		ctx := arguments[0].Interface().(context.Context)
		if !takesContext {
			arguments = arguments[1:]
		}
		results := function.Call(arguments)
		value := reflect.New(anyType).Elem()
		if result := results[0].Interface(); result != nil {
			value.Set(reflect.ValueOf(result))
			if reader, ok := result.(io.Reader); ok {
				value.Set(reflect.ValueOf(streamOf(ctx).catch(reader)))
			}
		}
		return []reflect.Value{value, results[1]}
	}).Interface()
}

type streamKey struct{}

// stream stands in for a reader that a handler has returned. aws-lambda-go chooses between the reader and its JSON,
// by what that is; a stream that is read was chosen.
type stream struct {
	reader   io.Reader
	isChosen bool
}

func withStream(ctx context.Context) (context.Context, *stream) {
	s := &stream{}
	return context.WithValue(ctx, streamKey{}, s), s
}

func streamOf(ctx context.Context) *stream {
	if s, ok := ctx.Value(streamKey{}).(*stream); ok {
		return s
	}
	return &stream{}
}

func (s *stream) catch(reader io.Reader) *stream {
	s.reader = reader
	return s
}

// Read implements [io.Reader].
func (s *stream) Read([]byte) (int, error) {
	s.isChosen = true
	return 0, io.EOF
}

// MarshalJSON implements [json.Marshaler].
func (s *stream) MarshalJSON() ([]byte, error) {
	var text bytes.Buffer
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false) // who calls escapes
	err := encoder.Encode(s.reader)
	return text.Bytes(), err
}
