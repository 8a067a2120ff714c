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
	"WARN":     plog.SeverityNumberWarn,
	"WARNING":  plog.SeverityNumberWarn,
	"ERROR":    plog.SeverityNumberError,
	"FATAL":    plog.SeverityNumberFatal,
	"CRITICAL": plog.SeverityNumberFatal,
}

// addLine adds a line that the function or an extension has written: a text, or an object where the log's format is JSON.
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
		log.Body().SetStr(strings.TrimSuffix(content, "\n"))
	case map[string]any:
		requestID = setFields(log, content)
	default:
		log.Body().SetStr(string(event.Record))
	}
	r.setInvocation(log, requestID)
}

// setFields sets what an object has, and returns its request id.
func setFields(log plog.LogRecord, fields map[string]any) string {
	requestID, _ := fields["requestId"].(string)
	if requestID == "" {
		requestID, _ = fields["AWSRequestId"].(string)
	}
	for name, value := range fields {
		switch name {
		case "message":
			if log.Body().FromRaw(value) != nil {
				log.Body().SetStr("")
			}
		case "level":
			level, _ := value.(string)
			log.SetSeverityText(level)
			log.SetSeverityNumber(severities[strings.ToUpper(level)])
		case "timestamp":
			text, _ := value.(string)
			if at, err := time.Parse(time.RFC3339, text); err == nil {
				log.SetTimestamp(timestamp(at))
			}
		case "requestId", "AWSRequestId":
		default:
			_ = log.Attributes().PutEmpty(name).FromRaw(value)
		}
	}
	return requestID
}

// setInvocation says which invocation a line belongs to: the one that it names, or the only one that runs.
func (r *telemetryReceiver) setInvocation(log plog.LogRecord, requestID string) {
	running := r.invocations.byID[requestID]
	if running == nil && requestID == "" && len(r.invocations.byID) == 1 {
		running = r.invocations.last
	}
	if running != nil {
		requestID = running.requestID
		log.SetTraceID(running.context.trace)
		log.SetSpanID(running.context.span)
	}
	if own, ok := r.functionSpan(requestID); ok {
		log.SetTraceID(own.Trace)
		log.SetSpanID(own.Span)
	}
	if requestID != "" {
		log.Attributes().PutStr("faas.invocation_id", requestID)
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
