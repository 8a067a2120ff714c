package telemetryapireceiver

import (
	"crypto/rand"
	"encoding/hex"
	"strings"

	"go.opentelemetry.io/collector/pdata/pcommon"
)

// spanContext is where a span or a log record belongs.
type spanContext struct {
	trace pcommon.TraceID
	span  pcommon.SpanID
	known bool
}

// parseXRay reads Root=1-…;Parent=…;Sampled=…, the trace that Lambda takes the invocation for a part of.
func parseXRay(header string) spanContext {
	var context spanContext
	for part := range strings.SplitSeq(header, ";") {
		name, value, _ := strings.Cut(strings.TrimSpace(part), "=")
		switch name {
		case "Root":
			root, ok := strings.CutPrefix(value, "1-")
			if !ok {
				continue
			}
			context.known = decode(strings.ReplaceAll(root, "-", ""), context.trace[:])
		case "Parent":
			decode(value, context.span[:])
		}
	}
	return context
}

func decode(text string, into []byte) bool {
	if hex.DecodedLen(len(text)) != len(into) {
		return false
	}
	_, err := hex.Decode(into, []byte(text))
	return err == nil
}

func newTraceID() pcommon.TraceID {
	var id pcommon.TraceID
	_, _ = rand.Read(id[:]) // of the system, as a snapshot of the process would have a seed, too
	return id
}

func newSpanID() pcommon.SpanID {
	var id pcommon.SpanID
	_, _ = rand.Read(id[:])
	return id
}
