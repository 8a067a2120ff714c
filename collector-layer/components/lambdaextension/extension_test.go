package lambdaextension

import (
	"context"
	"net/http"
	"os"
	"os/signal"
	"syscall"
	"testing"
	"time"

	"go.opentelemetry.io/collector/component/componenttest"
	"go.uber.org/goleak"
	"go.uber.org/zap"
	"go.uber.org/zap/zaptest/observer"

	"opentelemetry.io/lambda/collector/internal/environment"
	"opentelemetry.io/lambda/collector/internal/lambdatest"
	"opentelemetry.io/lambda/collector/internal/lifecycle"
)

const long = time.Minute

func TestMain(m *testing.M) {
	goleak.VerifyTestMain(m)
}

func newTest(t *testing.T, logger *zap.Logger) (*lambdaExtension, *lambdatest.Lambda) {
	t.Helper()
	lambda := lambdatest.New(t)
	t.Setenv("AWS_LAMBDA_RUNTIME_API", lambda.Address())
	extension := newExtension(createDefaultConfig().(*Config), logger, func() (*lifecycle.Lifecycle, error) {
		return lifecycle.Register(t.Context())
	})
	t.Cleanup(http.DefaultClient.CloseIdleConnections)
	return extension, lambda
}

func TestShutdown_endsTheCollectorAsASignalDoes(t *testing.T) {
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, syscall.SIGTERM)
	defer signal.Stop(signals)
	extension, lambda := newTest(t, zap.NewNop())
	if err := extension.Start(t.Context(), componenttest.NewNopHost()); err != nil {
		t.Fatal(err)
	}
	if lambda.AwaitNext(50 * time.Millisecond) {
		t.Error("the receivers do not listen yet")
	}
	if err := extension.Ready(); err != nil {
		t.Fatal(err)
	}
	if !lambda.AwaitNext(long) {
		t.Fatal("no next")
	}
	lambda.Shutdown()
	select {
	case <-signals:
	case <-time.After(long):
		t.Error("no signal")
	}
	if err := extension.NotReady(); err != nil {
		t.Error(err)
	}
	if err := extension.Shutdown(context.Background()); err != nil {
		t.Error(err)
	}
}

func TestFlushTimeout_theVariableIsStronger_unlessItIsBad(t *testing.T) {
	core, lines := observer.New(zap.WarnLevel)
	extension, lambda := newTest(t, zap.New(core))
	lambda.TelemetryStatus = http.StatusAccepted
	t.Setenv(environment.FlushTimeout, "1500")
	if err := extension.Start(t.Context(), componenttest.NewNopHost()); err != nil {
		t.Fatal(err)
	}
	if err := extension.Lifecycle().Subscribe(t.Context()); err != nil {
		t.Fatal(err)
	}
	if got := extension.Lifecycle().Synchronous(); got != 1500*time.Millisecond {
		t.Errorf("%v", got)
	}
	_ = extension.Lifecycle().Unsubscribe(t.Context())
	t.Setenv(environment.FlushTimeout, "soon")
	if err := extension.Start(t.Context(), componenttest.NewNopHost()); err != nil {
		t.Fatal(err)
	}
	if lines.Len() != 1 {
		t.Errorf("%v", lines.All())
	}
}

func TestOutsideOfLambda_itDoesNothing(t *testing.T) {
	t.Setenv("AWS_LAMBDA_RUNTIME_API", "")
	extension := newExtension(createDefaultConfig().(*Config), zap.NewNop(), func() (*lifecycle.Lifecycle, error) {
		return lifecycle.Register(t.Context())
	})
	if err := extension.Start(t.Context(), componenttest.NewNopHost()); err != nil {
		t.Fatal(err)
	}
	if err := extension.Ready(); err != nil || extension.Lifecycle() != nil {
		t.Errorf("%v", err)
	}
	if err := extension.Shutdown(t.Context()); err != nil {
		t.Error(err)
	}
}

func TestConfig_thatIsNotValid(t *testing.T) {
	if (&Config{FlushTimeout: -1}).Validate() == nil {
		t.Error("it is negative")
	}
}
