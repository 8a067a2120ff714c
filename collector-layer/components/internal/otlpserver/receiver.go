package otlpserver

import (
	"context"
	"errors"
	"net/http"
	"sync"

	"go.uber.org/zap"
)

// Receiver receives OTLP at the places of a config.
type Receiver struct {
	config  *Config
	logger  *zap.Logger
	servers []*Server
}

// NewReceiver returns one that does not listen yet.
func NewReceiver(config *Config, logger *zap.Logger) *Receiver {
	return &Receiver{config: config, logger: logger}
}

// Start begins to listen; failed is called if that ends before Shutdown. A gRPC port that is taken is told, and no error, as most functions
// send over HTTP.
func (r *Receiver) Start(signals []Signal, failed func(error)) error {
	if err := r.serve(r.config.Protocols.HTTP.Endpoint, routes(signals), failed); err != nil {
		return err
	}
	err := r.serve(r.config.Protocols.GRPC.Endpoint, GRPC(calls(signals)), failed)
	if err != nil && len(r.servers) > 0 {
		r.logger.Warn("OTLP is received over HTTP only", zap.Error(err))
		return nil
	}
	return err
}

func (r *Receiver) serve(endpoint string, handler http.Handler, failed func(error)) error {
	if endpoint == "" {
		return nil
	}
	server, err := Listen(endpoint, handler, failed)
	if err == nil {
		r.servers = append(r.servers, server)
	}
	return err
}

// Shutdown ends what Start began.
func (r *Receiver) Shutdown(ctx context.Context) error {
	errs := make([]error, len(r.servers))
	var running sync.WaitGroup
	for i, server := range r.servers {
		running.Go(func() { errs[i] = server.Shutdown(ctx) })
	}
	running.Wait()
	return errors.Join(errs...)
}
