// Package otelconf stands in for the one of that name where the Collector's telemetry goes nowhere but to the log: the Collector's service
// needs these types to compile. The package that has more to it links every OTLP exporter, gRPC and Prometheus.
package otelconf

// View says what becomes of instruments' measurements.
type View struct {
	Selector *ViewSelector
	Stream   *ViewStream
}

// ViewSelector selects instruments.
type ViewSelector struct {
	InstrumentName *string
	MeterName      *string
}

// ViewStream is what becomes of them.
type ViewStream struct {
	Aggregation   *ViewStreamAggregation
	AttributeKeys *IncludeExclude
}

// ViewStreamAggregation is how they are aggregated.
type ViewStreamAggregation struct {
	Drop ViewStreamAggregationDrop
}

// ViewStreamAggregationDrop drops them.
type ViewStreamAggregationDrop map[string]any

// IncludeExclude selects attributes.
type IncludeExclude struct {
	Included []string
	Excluded []string
}
