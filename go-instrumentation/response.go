package otel

import (
	"bytes"
	"errors"
	"io"
	"reflect"
)

const (
	contentTypeJSON  = "application/json"
	contentTypeBytes = "application/octet-stream"
)

var errNotJSON = errors.New("a response is sent as it is")

// jsonResponse is a response that aws-lambda-go has serialised already.
type jsonResponse struct {
	*bytes.Reader
	release func()
}

// ContentType is what aws-lambda-go asks for.
func (*jsonResponse) ContentType() string { return contentTypeJSON }

// MarshalJSON fails, so that the response is read.
func (*jsonResponse) MarshalJSON() ([]byte, error) { return nil, errNotJSON }

// Close implements [io.Closer].
func (r *jsonResponse) Close() error {
	r.release()
	return nil
}

// streamedResponse reads a handler's response; the invocation ends with it, before its end is told.
type streamedResponse struct {
	reader     io.Reader
	invocation *invocation
}

func newStreamedResponse(reader io.Reader, invocation *invocation) *streamedResponse {
	return &streamedResponse{reader, invocation}
}

// Read implements [io.Reader].
func (r *streamedResponse) Read(buffer []byte) (int, error) {
	n, err := r.reader.Read(buffer)
	if err != nil {
		if !errors.Is(err, io.EOF) {
			r.invocation.fail(err)
		}
		r.invocation.finish()
	}
	return n, err
}

// Close implements [io.Closer].
func (r *streamedResponse) Close() error {
	defer r.invocation.finish()
	if closer, ok := r.reader.(io.Closer); ok {
		return closer.Close()
	}
	return nil
}

// ContentType is what aws-lambda-go asks for.
func (r *streamedResponse) ContentType() string {
	if typed, ok := r.reader.(interface{ ContentType() string }); ok {
		return typed.ContentType()
	}
	return contentTypeBytes
}

// MarshalJSON fails, so that the response is read.
func (*streamedResponse) MarshalJSON() ([]byte, error) { return nil, errNotJSON }

// statusOf returns the StatusCode of a streaming response of package events, or 0.
func statusOf(reader io.Reader) int {
	value := reflect.Indirect(reflect.ValueOf(reader))
	if value.Kind() != reflect.Struct {
		return 0
	}
	if status := value.FieldByName("StatusCode"); status.IsValid() && status.CanInt() {
		return int(status.Int())
	}
	return 0
}
