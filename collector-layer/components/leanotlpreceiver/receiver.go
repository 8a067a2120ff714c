package leanotlpreceiver

import (
	"context"
	"errors"
	"net"
	"net/http"
	"sync"
	"time"

	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/component/componentstatus"
	"go.opentelemetry.io/collector/consumer"
)

const (
	readHeaderTimeout = 10 * time.Second
	stopTimeout       = time.Second
)

type otlpReceiver struct {
	config *Config
	ended  func()

	traces  consumer.Traces
	metrics consumer.Metrics
	logs    consumer.Logs

	start    sync.Once
	startErr error
	stop     sync.Once
	server   *http.Server
	done     chan struct{}
}

// Start begins to listen; called for each signal.
func (r *otlpReceiver) Start(_ context.Context, host component.Host) error {
	r.start.Do(func() { r.startErr = r.listen(host) })
	return r.startErr
}

func (r *otlpReceiver) listen(host component.Host) error {
	socket, err := net.Listen("tcp", r.config.Protocols.HTTP.Endpoint)
	if err != nil {
		return err
	}
	r.server = &http.Server{Handler: r.routes(), ReadHeaderTimeout: readHeaderTimeout}
	r.done = make(chan struct{})
	go func() {
		defer close(r.done)
		if err := r.server.Serve(socket); !errors.Is(err, http.ErrServerClosed) {
			componentstatus.ReportStatus(host, componentstatus.NewFatalErrorEvent(err))
		}
	}()
	return nil
}

// Shutdown ends what Start began; called for each signal.
func (r *otlpReceiver) Shutdown(ctx context.Context) error {
	var err error
	r.stop.Do(func() {
		r.ended()
		if r.server == nil {
			return
		}
		ctx, cancel := context.WithTimeout(ctx, stopTimeout)
		defer cancel()
		if err = r.server.Shutdown(ctx); errors.Is(err, context.DeadlineExceeded) {
			err = r.server.Close()
		}
		<-r.done
	})
	return err
}
