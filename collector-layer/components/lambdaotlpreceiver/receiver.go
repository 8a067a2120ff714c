package lambdaotlpreceiver

import (
	"context"
	"sync"

	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/component/componentstatus"
	"go.opentelemetry.io/collector/consumer"

	"opentelemetry.io/lambda/collector/internal/otlpserver"
)

type otlpReceiver struct {
	receiver *otlpserver.Receiver
	ended    func()

	traces  consumer.Traces
	metrics consumer.Metrics
	logs    consumer.Logs

	start    sync.Once
	startErr error
	stop     sync.Once
}

// Start begins to listen; called for each signal.
func (r *otlpReceiver) Start(_ context.Context, host component.Host) error {
	r.start.Do(func() {
		r.startErr = r.receiver.Start(r.signals(), func(err error) {
			componentstatus.ReportStatus(host, componentstatus.NewFatalErrorEvent(err))
		})
	})
	return r.startErr
}

// Shutdown ends what Start began; called for each signal.
func (r *otlpReceiver) Shutdown(ctx context.Context) error {
	var err error
	r.stop.Do(func() {
		r.ended()
		err = r.receiver.Shutdown(ctx)
	})
	return err
}
