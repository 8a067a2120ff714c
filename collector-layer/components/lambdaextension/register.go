package lambdaextension

import (
	"context"
	"sync"

	"github.com/jonboulle/clockwork"

	"opentelemetry.io/lambda/collector/internal/flushclock"
	"opentelemetry.io/lambda/collector/internal/lifecycle"
)

// clock is one for the process, as components are created before the extension is started.
var clock = flushclock.New()

// WithClock returns a context by which components that ask it for a clock get one that follows the environment.
func WithClock(ctx context.Context) context.Context {
	return clockwork.AddToContext(ctx, clock)
}

// Register registers the process with Lambda, once; nil outside of Lambda.
//
// Called as early as possible, it lets Lambda start the function's runtime while the Collector is still reading its config.
var Register = sync.OnceValues(func() (*lifecycle.Lifecycle, error) {
	return lifecycle.Register(context.Background())
})
