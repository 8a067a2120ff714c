package otlpserver

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
)

// Code is one of gRPC's status codes.
type Code int

// The codes that OTLP's servers answer with.
const (
	OK                Code = 0
	InvalidArgument   Code = 3
	ResourceExhausted Code = 8
	Unimplemented     Code = 12
	Internal          Code = 13
	Unavailable       Code = 14
)

const (
	grpcType    = "application/grpc"
	frameHeader = 5
	compressed  = 1
)

// Status is an error with a code; any other error is Unavailable, with which OTLP's clients try again.
type Status struct {
	Code    Code
	Message string
}

func (s *Status) Error() string {
	return s.Message
}

// Call handles one request's message. Each answer of OTLP is an empty message.
type Call func(context.Context, []byte) error

// GRPC handles unary calls by their paths. It has no need of grpc-go, which would make the program 3.8 MB larger.
func GRPC(calls map[string]Call) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !isGRPC(r) {
			http.Error(w, "this port is for gRPC; OTLP over HTTP has another", http.StatusUnsupportedMediaType)
			return
		}
		call, ok := calls[r.URL.Path]
		if !ok {
			answerGRPC(w, &Status{Unimplemented, r.URL.Path + ": not received here"})
			return
		}
		message, err := readMessage(r)
		if err == nil {
			err = call(r.Context(), message)
		}
		answerGRPC(w, err)
	})
}

func isGRPC(r *http.Request) bool {
	return r.ProtoMajor == 2 && strings.HasPrefix(r.Header.Get("Content-Type"), grpcType)
}

func answerGRPC(w http.ResponseWriter, err error) {
	header := w.Header()
	header.Set("Content-Type", grpcType)
	header.Set("Grpc-Accept-Encoding", "gzip")
	header.Set("Trailer", "Grpc-Status, Grpc-Message")
	code := OK
	if err == nil {
		_, _ = w.Write(make([]byte, frameHeader))
	} else {
		code = Unavailable
		var status *Status
		if errors.As(err, &status) {
			code = status.Code
		}
		header.Set("Grpc-Message", percentEncode(err.Error()))
	}
	header.Set("Grpc-Status", strconv.Itoa(int(code)))
}

// readMessage reads the only frame of a unary call.
func readMessage(r *http.Request) ([]byte, error) {
	var header [frameHeader]byte
	if _, err := io.ReadFull(r.Body, header[:]); err != nil {
		return nil, &Status{Internal, "the request has no message"}
	}
	size := binary.BigEndian.Uint32(header[1:])
	if size > MaxMessageBytes {
		return nil, tooLarge()
	}
	message := make([]byte, size)
	if _, err := io.ReadFull(r.Body, message); err != nil {
		return nil, &Status{Internal, "the message is cut off"}
	}
	if header[0] != compressed {
		return message, nil
	}
	return decompress(r.Header.Get("Grpc-Encoding"), message)
}

func decompress(encoding string, message []byte) ([]byte, error) {
	if encoding != "gzip" {
		return nil, &Status{Unimplemented, fmt.Sprintf("the message is compressed with %q; there is gzip", encoding)}
	}
	unzipped, err := gzip.NewReader(bytes.NewReader(message))
	if err != nil {
		return nil, &Status{Internal, err.Error()}
	}
	message, err = io.ReadAll(io.LimitReader(unzipped, MaxMessageBytes+1))
	if err != nil {
		return nil, &Status{Internal, err.Error()}
	}
	if len(message) > MaxMessageBytes {
		return nil, tooLarge()
	}
	return message, nil
}

func tooLarge() error {
	return &Status{ResourceExhausted, fmt.Sprintf("the message has more than %d bytes", MaxMessageBytes)}
}

// percentEncode writes a text as gRPC has it in a header.
func percentEncode(text string) string {
	var encoded strings.Builder
	for _, b := range []byte(text) {
		if b < ' ' || b > '~' || b == '%' {
			fmt.Fprintf(&encoded, "%%%02X", b)
		} else {
			encoded.WriteByte(b)
		}
	}
	return encoded.String()
}
