package telemetryapireceiver

import (
	"encoding/json"
	"strings"
	"time"

	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/plog"

	"opentelemetry.io/lambda/collector/internal/lambdaapi"
)

// severities are the levels of Lambda's JSON log format, and what other loggers call them.
var severities = map[string]plog.SeverityNumber{
	"TRACE":    plog.SeverityNumberTrace,
	"DEBUG":    plog.SeverityNumberDebug,
	"INFO":     plog.SeverityNumberInfo,
	"NOTICE":   plog.SeverityNumberInfo2,
	"WARN":     plog.SeverityNumberWarn,
	"WARNING":  plog.SeverityNumberWarn,
	"ERROR":    plog.SeverityNumberError,
	"FATAL":    plog.SeverityNumberFatal,
	"CRITICAL": plog.SeverityNumberFatal,
}

// numbered are the levels that pino and bunyan write.
var numbered = map[float64]string{10: "TRACE", 20: "DEBUG", 30: "INFO", 40: "WARN", 50: "ERROR", 60: "FATAL"}

// Fields of JSON lines, by the names that loggers of several languages give them.
var (
	messageFields   = []string{"message", "msg", "@message", "event"}
	levelFields     = []string{"level", "severity", "log.level", "levelname", "@level"}
	timeFields      = []string{"timestamp", "time", "@timestamp", "ts"}
	requestIDFields = []string{"requestId", "AWSRequestId", "awsRequestId", "function_request_id"}
	traceFields     = []string{"trace_id", "traceId"}
	spanFields      = []string{"span_id", "spanId"}
)

// timeLayouts are those of loggers' times, Python's with its comma included.
var timeLayouts = []string{time.RFC3339, "2006-01-02 15:04:05.999-0700", "2006-01-02T15:04:05.999-0700"}

// addLine adds a line that the function or an extension has written: a text, which may be JSON, or an object where Lambda's log format is JSON.
func (r *telemetryReceiver) addLine(event lambdaapi.TelemetryEvent, into batch) {
	log := into.logs.AppendEmpty()
	setLog(log, event.Time, spanContext{})
	log.Attributes().PutStr("aws.lambda.log.type", event.Type)
	var line any
	if err := json.Unmarshal(event.Record, &line); err != nil {
		line = string(event.Record)
	}
	requestID := ""
	switch content := line.(type) {
	case string:
		text := strings.TrimSuffix(content, "\n")
		if fields, ok := parseLine(text); ok {
			requestID = setFields(log, fields)
		} else {
			log.Body().SetStr(text)
		}
	case map[string]any:
		requestID = setFields(log, content)
	default:
		log.Body().SetStr(string(event.Record))
	}
	r.setInvocation(log, requestID)
}

// parseLine returns the fields of a line that a logger has written: an object without a message, such as a metric's,
// stays a text.
func parseLine(text string) (map[string]any, bool) {
	if !strings.HasPrefix(text, "{") {
		return nil, false
	}
	var fields map[string]any
	if err := json.Unmarshal([]byte(text), &fields); err != nil {
		return nil, false
	}
	for _, name := range messageFields {
		if _, ok := fields[name].(string); ok {
			return fields, true
		}
	}
	return nil, false
}

// setFields sets what an object has, and returns its request id.
func setFields(log plog.LogRecord, fields map[string]any) string {
	take := func(names []string, use func(any) bool) {
		for _, name := range names {
			if value, ok := fields[name]; ok && use(value) {
				delete(fields, name)
				return
			}
		}
	}
	requestID := ""
	take(messageFields, func(value any) bool { return log.Body().FromRaw(value) == nil })
	take(levelFields, func(value any) bool { return setLevel(log, value) })
	take(timeFields, func(value any) bool { return setTime(log, value) })
	take(requestIDFields, func(value any) bool {
		requestID, _ = value.(string)
		return requestID != ""
	})
	take(traceFields, func(value any) bool { return setTrace(log, value) })
	take(spanFields, func(value any) bool { return setSpanID(log, value) })
	for name, value := range fields {
		_ = log.Attributes().PutEmpty(name).FromRaw(value)
	}
	return requestID
}

func setLevel(log plog.LogRecord, value any) bool {
	if number, ok := value.(float64); ok {
		value = numbered[number]
	}
	level, _ := value.(string)
	if level == "" {
		return false
	}
	log.SetSeverityText(level)
	log.SetSeverityNumber(severities[strings.ToUpper(level)])
	return true
}

// setTime takes a text, or a number of seconds or milliseconds.
func setTime(log plog.LogRecord, value any) bool {
	switch content := value.(type) {
	case string:
		for _, layout := range timeLayouts {
			if at, err := time.Parse(layout, content); err == nil {
				log.SetTimestamp(timestamp(at))
				return true
			}
		}
	case float64:
		if content > 1e11 {
			content /= millisPerSecond
		}
		if content > 1e9 && content < 1e11 {
			log.SetTimestamp(timestamp(time.UnixMicro(int64(content * 1e6))))
			return true
		}
	}
	return false
}

func setTrace(log plog.LogRecord, value any) bool {
	text, _ := value.(string)
	var id pcommon.TraceID
	if !decode(text, id[:]) {
		return false
	}
	log.SetTraceID(id)
	return true
}

func setSpanID(log plog.LogRecord, value any) bool {
	text, _ := value.(string)
	var id pcommon.SpanID
	if !decode(text, id[:]) {
		return false
	}
	log.SetSpanID(id)
	return true
}

// setInvocation says which invocation a line belongs to: the one that it names, or the only one that runs. A span that it names itself stays.
func (r *telemetryReceiver) setInvocation(log plog.LogRecord, requestID string) {
	running := r.invocations.byID[requestID]
	if running == nil && requestID == "" && len(r.invocations.byID) == 1 {
		running = r.invocations.last
	}
	if running != nil {
		requestID = running.requestID
	}
	if requestID != "" {
		log.Attributes().PutStr("faas.invocation_id", requestID)
	}
	if !log.TraceID().IsEmpty() {
		return
	}
	if own, ok := r.functionSpan(requestID); ok {
		log.SetTraceID(own.Trace)
		log.SetSpanID(own.Span)
	} else if running != nil {
		log.SetTraceID(running.context.trace)
		log.SetSpanID(running.context.span)
	}
}

func addDropped(at time.Time, record platformRecord, into batch) {
	log := into.logs.AppendEmpty()
	setLog(log, at, spanContext{})
	setSeverity(log, plog.SeverityNumberWarn)
	log.Body().SetStr("Lambda has dropped telemetry: " + record.Reason)
	log.Attributes().PutInt("aws.lambda.dropped_records", record.DroppedRecords)
	log.Attributes().PutInt("aws.lambda.dropped_bytes", record.DroppedBytes)
}

func setLog(log plog.LogRecord, at time.Time, in spanContext) {
	log.SetTimestamp(timestamp(at))
	log.SetObservedTimestamp(pcommon.NewTimestampFromTime(time.Now()))
	if in.known {
		log.SetTraceID(in.trace)
		log.SetSpanID(in.span)
	}
}

func setSeverity(log plog.LogRecord, severity plog.SeverityNumber) {
	log.SetSeverityNumber(severity)
	log.SetSeverityText(strings.ToUpper(severity.String()))
}

func timestamp(at time.Time) pcommon.Timestamp {
	return pcommon.NewTimestampFromTime(at)
}
