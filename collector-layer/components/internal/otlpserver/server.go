// Package otlpserver has what servers of OTLP share: listening, gRPC's framing, and an answer to everything.
package otlpserver

import (
	"context"
	"errors"
	"net"
	"net/http"
	"time"
)

const (
	// MaxMessageBytes is how large a request may be, also when it is decompressed.
	MaxMessageBytes = 20 << 20

	readHeaderTimeout = 10 * time.Second
	stopTimeout       = 300 * time.Millisecond
)

// Server listens at one address, for HTTP/1 and unencrypted HTTP/2.
type Server struct {
	http *http.Server
	done chan struct{}
}

// Listen begins to listen; failed is called if that ends before Shutdown.
func Listen(endpoint string, handler http.Handler, failed func(error)) (*Server, error) {
	socket, err := net.Listen("tcp", endpoint)
	if err != nil {
		return nil, err
	}
	server := &Server{
		http: &http.Server{Handler: handler, ReadHeaderTimeout: readHeaderTimeout, Protocols: new(http.Protocols)},
		done: make(chan struct{}),
	}
	server.http.Protocols.SetHTTP1(true)
	server.http.Protocols.SetUnencryptedHTTP2(true)
	go func() {
		defer close(server.done)
		if err := server.http.Serve(socket); !errors.Is(err, http.ErrServerClosed) {
			failed(err)
		}
	}()
	return server, nil
}

// Shutdown lets requests under way end for a while.
func (s *Server) Shutdown(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, stopTimeout)
	defer cancel()
	err := s.http.Shutdown(ctx)
	if errors.Is(err, context.DeadlineExceeded) {
		err = s.http.Close()
	}
	<-s.done
	return err
}
