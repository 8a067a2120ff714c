package lambdaextension

import (
	"context"
	"sync"

	"opentelemetry.io/lambda/collector/internal/lifecycle"
)

// Register registers the process with Lambda, once; nil outside of Lambda.
//
// Called as early as possible, it lets Lambda start the function's runtime while the Collector is still reading its config.
var Register = sync.OnceValues(func() (*lifecycle.Lifecycle, error) {
	return lifecycle.Register(context.Background())
})
