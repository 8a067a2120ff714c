package exportqueue

import (
	"context"
	"fmt"
	"time"
)

var errNoAnswer = fmt.Errorf("no answer within %v", attemptTimeout)

// attemptContext returns a context that ends when an attempt has taken too long.
//
// A freeze counts as time, so after it the timeout may be over though the answer lies in the socket's buffer: it gets a while to be read.
func attemptContext(parent context.Context) (context.Context, func()) {
	ctx, cancel := context.WithCancelCause(parent)
	grace := time.AfterFunc(thawGrace, func() { cancel(errNoAnswer) })
	grace.Stop()
	timeout := time.AfterFunc(attemptTimeout, func() { grace.Reset(thawGrace) })
	return ctx, func() {
		timeout.Stop()
		grace.Stop()
		cancel(nil)
	}
}
