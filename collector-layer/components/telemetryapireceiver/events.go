package telemetryapireceiver

import "time"

// Types of the platform's events, beside those of the life cycle.
const (
	initStart           = "platform.initStart"
	initRuntimeDone     = "platform.initRuntimeDone"
	initReport          = "platform.initReport"
	restoreStart        = "platform.restoreStart"
	restoreReport       = "platform.restoreReport"
	invocationStart     = "platform.start"
	invocationDone      = "platform.runtimeDone"
	invocationReport    = "platform.report"
	logsDropped         = "platform.logsDropped"
	functionLog         = "function"
	extensionLog        = "extension"
	statusSuccess       = "success"
	statusTimeout       = "timeout"
	onDemand            = "on-demand"
	runtimeOutOfMemory  = "Runtime.OutOfMemory"
	runtimeExitError    = "Runtime.ExitError"
	phaseInvoke         = "invoke"
	snapStart           = "snap-start"
	millisPerSecond     = 1000
	bytesPerMB          = 1 << 20
	nanosPerMillisecond = float64(time.Millisecond)
)

// platformRecord has what the platform's records have, each a part of it.
//
// See https://docs.aws.amazon.com/lambda/latest/dg/telemetry-schema-reference.html.
type platformRecord struct {
	RequestID          string          `json:"requestId"`
	Status             string          `json:"status"`
	ErrorType          string          `json:"errorType"`
	Tracing            tracing         `json:"tracing"`
	Metrics            metricsOfReport `json:"metrics"`
	Spans              []spanOfRuntime `json:"spans"`
	InitializationType string          `json:"initializationType"`
	Phase              string          `json:"phase"`
	RuntimeVersion     string          `json:"runtimeVersion"`
	InstanceID         string          `json:"instanceId"`
	Reason             string          `json:"reason"`
	DroppedRecords     int64           `json:"droppedRecords"`
	DroppedBytes       int64           `json:"droppedBytes"`
}

type tracing struct {
	Value string `json:"value"`
}

type metricsOfReport struct {
	DurationMs       float64 `json:"durationMs"`
	BilledDurationMs float64 `json:"billedDurationMs"`
	InitDurationMs   float64 `json:"initDurationMs"`
	MemorySizeMB     int64   `json:"memorySizeMB"`
	MaxMemoryUsedMB  int64   `json:"maxMemoryUsedMB"`
}

type spanOfRuntime struct {
	Name       string    `json:"name"`
	Start      time.Time `json:"start"`
	DurationMs float64   `json:"durationMs"`
}

func (s spanOfRuntime) end() time.Time {
	return s.Start.Add(milliseconds(s.DurationMs))
}

func (r *platformRecord) failed() bool {
	return r.Status != "" && r.Status != statusSuccess
}

// errorType is the type of what went wrong; "" if nothing did.
func (r *platformRecord) errorType() string {
	if !r.failed() {
		return ""
	}
	if r.ErrorType == "" || r.Status == statusTimeout {
		return r.Status
	}
	return r.ErrorType
}

// outOfMemory tells whether Lambda has killed the runtime for its memory: it says so, or the runtime has ended with all memory used.
func (r *platformRecord) outOfMemory() bool {
	full := r.Metrics.MemorySizeMB > 0 && r.Metrics.MaxMemoryUsedMB >= r.Metrics.MemorySizeMB
	return r.failed() && (r.ErrorType == runtimeOutOfMemory || r.ErrorType == runtimeExitError && full)
}

func (m metricsOfReport) duration() time.Duration {
	return milliseconds(m.DurationMs)
}

func milliseconds(millis float64) time.Duration {
	return time.Duration(millis * nanosPerMillisecond)
}
