package telemetryapireceiver

import (
	"slices"
	"time"

	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/pmetric"
)

var (
	// durationBounds are in seconds, as the semantic conventions have them.
	durationBounds = []float64{0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10}
	memoryBounds   = []float64{
		32 * bytesPerMB, 64 * bytesPerMB, 128 * bytesPerMB, 256 * bytesPerMB, 512 * bytesPerMB,
		1024 * bytesPerMB, 2048 * bytesPerMB, 4096 * bytesPerMB, 8192 * bytesPerMB,
	}
)

// counts are the FaaS metrics of the semantic conventions, and what else Lambda's reports tell.
//
// See https://opentelemetry.io/docs/specs/semconv/faas/faas-metrics/.
type counts struct {
	temporality pmetric.AggregationTemporality
	start       time.Time
	changed     bool

	invocations, errors, timeouts, coldStarts int64
	initDuration, invokeDuration, memory      histogram

	prices                           prices
	outOfMemory                      int64
	estimatedCost                    float64
	billedDuration, unusedInitLength histogram
}

type histogram struct {
	bounds  []float64
	buckets []uint64
	count   uint64
	sum     float64
}

func newCounts(temporality string, prices prices) *counts {
	c := &counts{temporality: pmetric.AggregationTemporalityCumulative, start: time.Now(), prices: prices}
	if temporality == delta {
		c.temporality = pmetric.AggregationTemporalityDelta
	}
	c.reset()
	return c
}

func (c *counts) reset() {
	c.invocations, c.errors, c.timeouts, c.coldStarts = 0, 0, 0, 0
	c.initDuration = newHistogram(durationBounds)
	c.invokeDuration = newHistogram(durationBounds)
	c.memory = newHistogram(memoryBounds)
	c.outOfMemory, c.estimatedCost = 0, 0
	c.billedDuration = newHistogram(durationBounds)
	c.unusedInitLength = newHistogram(durationBounds)
}

func newHistogram(bounds []float64) histogram {
	return histogram{bounds: bounds, buckets: make([]uint64, len(bounds)+1)}
}

func (c *counts) addInit(record platformRecord) {
	c.changed = true
	c.initDuration.add(record.Metrics.DurationMs / millisPerSecond)
}

func (c *counts) addInvocation(record platformRecord, took time.Duration, coldStart bool) {
	c.changed = true
	switch {
	case record.Status == statusTimeout:
		c.timeouts++
	case record.failed():
		c.errors++
	default:
		c.invocations++ // those that succeed, as the conventions have it
	}
	if coldStart {
		c.coldStarts++
	}
	seconds := record.Metrics.DurationMs / millisPerSecond
	if seconds == 0 {
		seconds = took.Seconds()
	}
	c.invokeDuration.add(seconds)
}

func (c *counts) addUnusedInit(length time.Duration) {
	c.changed = true
	c.unusedInitLength.add(length.Seconds())
}

func (c *counts) addOutOfMemory() {
	c.changed = true
	c.outOfMemory++
}

// addBilled adds what is billed for an invocation; not where Lambda bills by other means, and the report does not tell.
func (c *counts) addBilled(report metricsOfReport) {
	if report.BilledDurationMs > 0 {
		c.changed = true
		c.billedDuration.add(report.BilledDurationMs / millisPerSecond)
		c.estimatedCost += c.prices.of(report)
	}
}

func (c *counts) addMemory(record platformRecord) {
	if record.Metrics.MaxMemoryUsedMB > 0 {
		c.changed = true
		c.memory.add(float64(record.Metrics.MaxMemoryUsedMB * bytesPerMB))
	}
}

func (h *histogram) add(value float64) {
	bucket, _ := slices.BinarySearch(h.bounds, value)
	h.buckets[bucket]++
	h.count++
	h.sum += value
}

// take returns the metrics as they are now; false if nothing has changed.
func (c *counts) take(resource pcommon.Resource) (pmetric.Metrics, bool) {
	if !c.changed {
		return pmetric.Metrics{}, false
	}
	c.changed = false
	now := time.Now()
	metrics := pmetric.NewMetrics()
	resourceMetrics := metrics.ResourceMetrics().AppendEmpty()
	resource.CopyTo(resourceMetrics.Resource())
	scope := resourceMetrics.ScopeMetrics().AppendEmpty()
	scope.Scope().SetName(scopeName)
	to := scope.Metrics()
	c.putSum(to, "faas.invocations", "{invocation}", c.invocations, now)
	c.putSum(to, "faas.errors", "{error}", c.errors, now)
	c.putSum(to, "faas.timeouts", "{timeout}", c.timeouts, now)
	c.putSum(to, "faas.coldstarts", "{coldstart}", c.coldStarts, now)
	c.putHistogram(to, "faas.init_duration", "s", c.initDuration, now)
	c.putHistogram(to, "faas.invoke_duration", "s", c.invokeDuration, now)
	c.putHistogram(to, "faas.mem_usage", "By", c.memory, now)
	c.putSum(to, "aws.lambda.out_of_memory", "{error}", c.outOfMemory, now)
	c.putHistogram(to, "aws.lambda.billed_duration", "s", c.billedDuration, now)
	if c.billedDuration.count > 0 {
		c.sum(to, "aws.lambda.estimated_cost", "{USD}", now).SetDoubleValue(c.estimatedCost)
	}
	c.putHistogram(to, "aws.lambda.unused_init_duration", "s", c.unusedInitLength, now)
	if c.temporality == pmetric.AggregationTemporalityDelta {
		c.start = now
		c.reset()
	}
	return metrics, true
}

func (c *counts) putSum(to pmetric.MetricSlice, name, unit string, value int64, now time.Time) {
	c.sum(to, name, unit, now).SetIntValue(value)
}

func (c *counts) sum(to pmetric.MetricSlice, name, unit string, now time.Time) pmetric.NumberDataPoint {
	metric := to.AppendEmpty()
	metric.SetName(name)
	metric.SetUnit(unit)
	sum := metric.SetEmptySum()
	sum.SetIsMonotonic(true)
	sum.SetAggregationTemporality(c.temporality)
	point := sum.DataPoints().AppendEmpty()
	point.SetStartTimestamp(timestamp(c.start))
	point.SetTimestamp(timestamp(now))
	return point
}

func (c *counts) putHistogram(to pmetric.MetricSlice, name, unit string, value histogram, now time.Time) {
	if value.count == 0 {
		return
	}
	metric := to.AppendEmpty()
	metric.SetName(name)
	metric.SetUnit(unit)
	histogram := metric.SetEmptyHistogram()
	histogram.SetAggregationTemporality(c.temporality)
	point := histogram.DataPoints().AppendEmpty()
	point.SetStartTimestamp(timestamp(c.start))
	point.SetTimestamp(timestamp(now))
	point.SetCount(value.count)
	point.SetSum(value.sum)
	point.ExplicitBounds().FromRaw(value.bounds)
	point.BucketCounts().FromRaw(value.buckets)
}
