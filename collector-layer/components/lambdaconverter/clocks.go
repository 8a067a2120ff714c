package lambdaconverter

import "slices"

const flushInterval = "metrics_flush_interval"

// serviceGraphTypes are the present name of the connector, and the one that it had.
var serviceGraphTypes = []string{"service_graph", "servicegraph"}

// sendAtOnce makes connectors send with each batch that would send by a clock of Go's own, which stands still in the freeze, and release nothing
// when they are shut down. What is sent is gathered for the invocation's end anyway.
func sendAtOnce(raw map[string]any) {
	connectors := section(raw, connectorSection)
	for id := range connectors {
		if slices.Contains(serviceGraphTypes, componentType(id)) {
			ensureSection(connectors, id)[flushInterval] = "0s"
		}
	}
}
