package lifecycle

import (
	"sync"

	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/ptrace"
)

// maxFunctionSpans is how many invocations' spans are remembered; each is asked for within moments.
const maxFunctionSpans = 256

// SpanContext names a span and its parent.
type SpanContext struct {
	Trace  pcommon.TraceID
	Span   pcommon.SpanID
	Parent pcommon.SpanID

	entry bool // whether it is of the kind that invocations have
}

// functionSpans are those that the function's SDK has reported for invocations.
type functionSpans struct {
	mu           sync.Mutex
	byInvocation map[string]SpanContext
}

// NoteSpans takes note of the spans that are invocations, by which what Lambda tells of them finds their traces. Some SDKs' are internal: the
// outermost that names the invocation counts.
func (l *Lifecycle) NoteSpans(traces ptrace.Traces) {
	for _, resource := range traces.ResourceSpans().All() {
		for _, scope := range resource.ScopeSpans().All() {
			for _, span := range scope.Spans().All() {
				if id, ok := span.Attributes().Get("faas.invocation_id"); ok {
					entry := span.Kind() == ptrace.SpanKindServer || span.Kind() == ptrace.SpanKindConsumer
					l.spans.note(id.AsString(), SpanContext{span.TraceID(), span.SpanID(), span.ParentSpanID(), entry})
				}
			}
		}
	}
}

// NoteSpan is the same for one span, if it is of the kind that invocations have.
func (l *Lifecycle) NoteSpan(requestID string, span SpanContext, entry bool) {
	span.entry = entry
	l.spans.note(requestID, span)
}

// FunctionSpan returns the span that the function has reported for an invocation; false if it has not, or not yet.
func (l *Lifecycle) FunctionSpan(requestID string) (SpanContext, bool) {
	l.spans.mu.Lock()
	defer l.spans.mu.Unlock()
	span, ok := l.spans.byInvocation[requestID]
	return span, ok
}

func (s *functionSpans) note(requestID string, span SpanContext) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.byInvocation == nil || len(s.byInvocation) >= maxFunctionSpans {
		s.byInvocation = map[string]SpanContext{}
	}
	if known, ok := s.byInvocation[requestID]; ok && !span.entry && span.Span != known.Parent {
		return
	}
	s.byInvocation[requestID] = span
}
