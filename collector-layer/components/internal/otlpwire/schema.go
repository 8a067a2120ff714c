package otlpwire

// kind is how a field is read.
type kind uint8

const (
	unknown kind = iota
	varint
	fixed64
	fixed32
	content       // text, bytes
	traceID       // 16 bytes, or none
	spanID        // 8 bytes, or none
	nested        // a message
	packedFixed64 // numbers of 8 bytes, one or many
	packedVarint  // the same for varints
)

// field is one of a message's.
type field struct {
	kind    kind
	message *message
}

const (
	maxField = 16 // in use, but for the next
	// deprecatedField has what field 2 has, in requests of old SDKs.
	deprecatedField = 1000
)

// message has its fields by their numbers.
type message struct {
	fields [maxField + 1]field
	// item says that it is what is counted: a span, a log record, a data point.
	item bool
	// deprecated says that there is a field 1000.
	deprecated bool
}

func of(message *message) field { return field{nested, message} }

func is(kind kind) field { return field{kind, nil} }

type fields map[int]field

func define(into *message, fields fields) {
	for number, field := range fields {
		into.fields[number] = field
	}
}

// The messages of OTLP 1.9: https://github.com/open-telemetry/opentelemetry-proto.
var (
	tracesRequest, metricsRequest, logsRequest                               message
	resourceSpans, scopeSpans, span, spanEvent, spanLink, status             message
	resourceMetrics, scopeMetrics, metric                                    message
	gauge, sum, histogram, exponentialHistogram, summary                     message
	numberPoint, histogramPoint, exponentialPoint, buckets, exemplar         message
	summaryPoint, quantile                                                   message
	resourceLogs, scopeLogs, logRecord                                       message
	resource, scope, entityRef, keyValue, anyValue, arrayValue, keyValueList message
)

func init() {
	define(&tracesRequest, fields{1: of(&resourceSpans)})
	define(&resourceSpans, fields{1: of(&resource), 2: of(&scopeSpans), 3: is(content)})
	define(&scopeSpans, fields{1: of(&scope), 2: of(&span), 3: is(content)})
	define(&span, fields{
		1: is(traceID), 2: is(spanID), 3: is(content), 4: is(spanID), 5: is(content), 6: is(varint), 7: is(fixed64), 8: is(fixed64),
		9: of(&keyValue), 10: is(varint), 11: of(&spanEvent), 12: is(varint), 13: of(&spanLink), 14: is(varint), 15: of(&status), 16: is(fixed32),
	})
	define(&spanEvent, fields{1: is(fixed64), 2: is(content), 3: of(&keyValue), 4: is(varint)})
	define(&spanLink, fields{1: is(traceID), 2: is(spanID), 3: is(content), 4: of(&keyValue), 5: is(varint), 6: is(fixed32)})
	define(&status, fields{2: is(content), 3: is(varint)})

	define(&metricsRequest, fields{1: of(&resourceMetrics)})
	define(&resourceMetrics, fields{1: of(&resource), 2: of(&scopeMetrics), 3: is(content)})
	define(&scopeMetrics, fields{1: of(&scope), 2: of(&metric), 3: is(content)})
	define(&metric, fields{
		1: is(content), 2: is(content), 3: is(content), 5: of(&gauge), 7: of(&sum), 9: of(&histogram), 10: of(&exponentialHistogram),
		11: of(&summary), 12: of(&keyValue),
	})
	define(&gauge, fields{1: of(&numberPoint)})
	define(&sum, fields{1: of(&numberPoint), 2: is(varint), 3: is(varint)})
	define(&histogram, fields{1: of(&histogramPoint), 2: is(varint)})
	define(&exponentialHistogram, fields{1: of(&exponentialPoint), 2: is(varint)})
	define(&summary, fields{1: of(&summaryPoint)})
	define(&numberPoint, fields{
		2: is(fixed64), 3: is(fixed64), 4: is(fixed64), 5: of(&exemplar), 6: is(fixed64), 7: of(&keyValue), 8: is(varint),
	})
	define(&histogramPoint, fields{
		2: is(fixed64), 3: is(fixed64), 4: is(fixed64), 5: is(fixed64), 6: is(packedFixed64), 7: is(packedFixed64), 8: of(&exemplar),
		9: of(&keyValue), 10: is(varint), 11: is(fixed64), 12: is(fixed64),
	})
	define(&exponentialPoint, fields{
		1: of(&keyValue), 2: is(fixed64), 3: is(fixed64), 4: is(fixed64), 5: is(fixed64), 6: is(varint), 7: is(fixed64), 8: of(&buckets),
		9: of(&buckets), 10: is(varint), 11: of(&exemplar), 12: is(fixed64), 13: is(fixed64), 14: is(fixed64),
	})
	define(&buckets, fields{1: is(varint), 2: is(packedVarint)})
	define(&summaryPoint, fields{
		2: is(fixed64), 3: is(fixed64), 4: is(fixed64), 5: is(fixed64), 6: of(&quantile), 7: of(&keyValue), 8: is(varint),
	})
	define(&quantile, fields{1: is(fixed64), 2: is(fixed64)})
	define(&exemplar, fields{2: is(fixed64), 3: is(fixed64), 4: is(spanID), 5: is(traceID), 6: is(fixed64), 7: of(&keyValue)})

	define(&logsRequest, fields{1: of(&resourceLogs)})
	define(&resourceLogs, fields{1: of(&resource), 2: of(&scopeLogs), 3: is(content)})
	define(&scopeLogs, fields{1: of(&scope), 2: of(&logRecord), 3: is(content)})
	define(&logRecord, fields{
		1: is(fixed64), 2: is(varint), 3: is(content), 5: of(&anyValue), 6: of(&keyValue), 7: is(varint), 8: is(fixed32), 9: is(traceID),
		10: is(spanID), 11: is(fixed64), 12: is(content),
	})

	define(&resource, fields{1: of(&keyValue), 2: is(varint), 3: of(&entityRef)})
	define(&scope, fields{1: is(content), 2: is(content), 3: of(&keyValue), 4: is(varint)})
	define(&entityRef, fields{1: is(content), 2: is(content), 3: is(content), 4: is(content)})
	define(&keyValue, fields{1: is(content), 2: of(&anyValue), 3: is(varint)})
	define(&anyValue, fields{
		1: is(content), 2: is(varint), 3: is(varint), 4: is(fixed64), 5: of(&arrayValue), 6: of(&keyValueList), 7: is(content), 8: is(varint),
	})
	define(&arrayValue, fields{1: of(&anyValue)})
	define(&keyValueList, fields{1: of(&keyValue)})

	for _, counted := range []*message{&span, &logRecord, &numberPoint, &histogramPoint, &exponentialPoint, &summaryPoint} {
		counted.item = true
	}
	for _, old := range []*message{&resourceSpans, &resourceMetrics, &resourceLogs} {
		old.deprecated = true
	}
}
