package leanotlpreceiver

import (
	"context"
	"errors"
	"net/http"
	"sync"

	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/component/componentstatus"
	"go.opentelemetry.io/collector/consumer"
	"go.uber.org/zap"

	"opentelemetry.io/lambda/collector/internal/otlpserver"
)

type otlpReceiver struct {
	config *Config
	logger *zap.Logger
	ended  func()

	traces  consumer.Traces
	metrics consumer.Metrics
	logs    consumer.Logs

	start    sync.Once
	startErr error
	stop     sync.Once
	servers  []*otlpserver.Server
}

// Start begins to listen; called for each signal.
func (r *otlpReceiver) Start(_ context.Context, host component.Host) error {
	r.start.Do(func() { r.startErr = r.listen(host) })
	return r.startErr
}

func (r *otlpReceiver) listen(host component.Host) error {
	signals := r.signals()
	if err := r.serve(host, r.config.Protocols.HTTP.Endpoint, routes(signals)); err != nil {
		return err
	}
	err := r.serve(host, r.config.Protocols.GRPC.Endpoint, calls(signals))
	if err != nil && len(r.servers) > 0 {
		r.logger.Warn("OTLP is received over HTTP only", zap.Error(err))
		return nil
	}
	return err
}

func (r *otlpReceiver) serve(host component.Host, endpoint string, handler http.Handler) error {
	if endpoint == "" {
		return nil
	}
	server, err := otlpserver.Listen(endpoint, handler, func(err error) {
		componentstatus.ReportStatus(host, componentstatus.NewFatalErrorEvent(err))
	})
	if err == nil {
		r.servers = append(r.servers, server)
	}
	return err
}

// Shutdown ends what Start began; called for each signal.
func (r *otlpReceiver) Shutdown(ctx context.Context) error {
	var err error
	r.stop.Do(func() {
		r.ended()
		errs := make([]error, len(r.servers))
		var running sync.WaitGroup
		for i, server := range r.servers {
			running.Go(func() { errs[i] = server.Shutdown(ctx) })
		}
		running.Wait()
		err = errors.Join(errs...)
	})
	return err
}
