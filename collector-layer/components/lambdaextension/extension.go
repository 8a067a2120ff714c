package lambdaextension

import (
	"context"
	"syscall"

	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/extension/extensioncapabilities"
	"go.uber.org/zap"

	"opentelemetry.io/lambda/collector/internal/environment"
	"opentelemetry.io/lambda/collector/internal/lifecycle"
)

type lambdaExtension struct {
	config   *Config
	logger   *zap.Logger
	register func() (*lifecycle.Lifecycle, error)

	lifecycle *lifecycle.Lifecycle
	stop      chan struct{}
	stopped   chan struct{}
}

var _ extensioncapabilities.PipelineWatcher = (*lambdaExtension)(nil)

func newExtension(config *Config, logger *zap.Logger, register func() (*lifecycle.Lifecycle, error)) *lambdaExtension {
	return &lambdaExtension{config: config, logger: logger, register: register, stop: make(chan struct{})}
}

// Start registers with Lambda, if that has not been done yet.
func (e *lambdaExtension) Start(context.Context, component.Host) error {
	var err error
	e.lifecycle, err = e.register()
	if err != nil {
		return err
	}
	if e.lifecycle == nil {
		e.logger.Info("AWS_LAMBDA_RUNTIME_API is not set: not run by Lambda")
		return nil
	}
	timeout, ok := environment.CollectorFlushTimeout(e.config.FlushTimeout)
	if !ok {
		e.logger.Warn("the variable is no time in milliseconds, and is ignored", zap.String("variable", environment.FlushTimeout))
	}
	e.lifecycle.Configure(e.logger, timeout)
	e.lifecycle.Follow(clock)
	return nil
}

// Ready is called when all receivers listen.
func (e *lambdaExtension) Ready() error {
	if e.lifecycle == nil {
		return nil
	}
	if err := e.lifecycle.Subscribe(context.Background()); err != nil {
		e.logger.Warn("no Telemetry API: what is received is exported before it is acknowledged", zap.Error(err))
	}
	e.lifecycle.Start()
	e.stopped = make(chan struct{})
	go e.stopWithEnvironment()
	return nil
}

// stopWithEnvironment ends the Collector as its own signal handler does.
func (e *lambdaExtension) stopWithEnvironment() {
	defer close(e.stopped)
	select {
	case <-e.lifecycle.Done():
		_ = syscall.Kill(syscall.Getpid(), syscall.SIGTERM)
	case <-e.stop:
	}
}

// NotReady is called when the receivers are about to end.
func (e *lambdaExtension) NotReady() error {
	return nil
}

// Shutdown ends the extension's part in the Collector; what it is to Lambda goes on.
func (e *lambdaExtension) Shutdown(ctx context.Context) error {
	if e.stopped == nil {
		return nil
	}
	close(e.stop)
	<-e.stopped
	e.stopped = nil
	return e.lifecycle.Unsubscribe(ctx)
}

// Lifecycle is what the queues and the Telemetry API receiver ask for; nil outside of Lambda.
func (e *lambdaExtension) Lifecycle() *lifecycle.Lifecycle {
	return e.lifecycle
}
