package lifecycle

import "go.opentelemetry.io/collector/component"

// provider is the Lambda extension.
type provider interface {
	Lifecycle() *Lifecycle
}

// Of returns the life cycle that a host's Lambda extension follows; nil if it has none, or does not run in Lambda.
func Of(host component.Host) *Lifecycle {
	for _, extension := range host.GetExtensions() {
		if p, ok := extension.(provider); ok {
			return p.Lifecycle()
		}
	}
	return nil
}
