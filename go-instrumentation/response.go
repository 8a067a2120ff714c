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
	beginning  []byte // as far as it is captured
}

func newStreamedResponse(reader io.Reader, invocation *invocation) *streamedResponse {
	return &streamedResponse{reader: reader, invocation: invocation}
}

// Read implements [io.Reader].
func (r *streamedResponse) Read(buffer []byte) (int, error) {
	n, err := r.reader.Read(buffer)
	if capture := r.invocation.responses; capture != nil {
		guarded("a payload is missing on a span", func() { r.beginning = capture.Keep(r.beginning, buffer[:n]) })
	}
	if err != nil {
		if errors.Is(err, io.EOF) {
			r.invocation.respondedWith(r.beginning)
		} else {
			r.invocation.fail(err)
		}
		r.invocation.finish()
	}
	return n, err
}

// Close implements [io.Closer].
func (r *streamedResponse) Close() error {
	defer func() {
		// a stream that has ended, or failed, is told of already
		r.invocation.respondedWith(r.beginning)
		r.invocation.finish()
	}()
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
