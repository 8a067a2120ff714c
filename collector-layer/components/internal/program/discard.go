package program

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"

	"go.opentelemetry.io/collector/confmap"

	"opentelemetry.io/lambda/collector/internal/environment"
	"opentelemetry.io/lambda/collector/internal/otlpserver"
)

// discarder receives in the place of a Collector that does not run: an exporter whose connections are refused tries again for seconds, and
// the function may wait for it.
type discarder struct {
	mu      sync.Mutex
	servers []*otlpserver.Server
	yielded bool // to the Collector's own receivers

	requests atomic.Int64
}

// start listens where it can, and returns how that continues a line; "" if it listens nowhere.
func (d *discarder) start() string {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.yielded {
		return ""
	}
	var listening []string
	for _, endpoint := range environment.OTLPEndpoints() {
		server, err := otlpserver.Listen(endpoint, d.discard(otlpserver.Discard()), func(error) {})
		if err != nil {
			continue // somebody else does, so nothing is refused
		}
		d.servers = append(d.servers, server)
		listening = append(listening, endpoint)
	}
	if len(listening) == 0 {
		return ""
	}
	return "; discarding what is sent to " + strings.Join(listening, " and ")
}

func (d *discarder) discard(answer http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		d.requests.Add(1)
		answer.ServeHTTP(w, r)
	})
}

// told returns how a line at the end goes on; "" if nothing was discarded.
func (d *discarder) told() string {
	if n := d.requests.Load(); n > 0 {
		return fmt.Sprintf("; requests discarded: %d", n)
	}
	return ""
}

// yield makes room for the Collector's own receivers.
func (d *discarder) yield() {
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, server := range d.servers {
		_ = server.Shutdown(context.Background())
	}
	d.servers, d.yielded = nil, true
}

// takeOver is called when the Collector has ended.
func (d *discarder) takeOver() string {
	d.yield()
	d.mu.Lock()
	d.yielded = false
	d.mu.Unlock()
	return d.start()
}

// converter makes the discarder yield as soon as the Collector has its config; it changes nothing.
func (d *discarder) converter() confmap.ConverterFactory {
	return confmap.NewConverterFactory(func(confmap.ConverterSettings) confmap.Converter { return yielder{d} })
}

type yielder struct{ discarder *discarder }

// Convert is called when the config has been read.
func (y yielder) Convert(context.Context, *confmap.Conf) error {
	y.discarder.yield()
	return nil
}
