package lifecycle

import (
	"context"
	"strconv"
	"testing"

	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/pdata/ptrace"

	"opentelemetry.io/lambda/collector/internal/lambdaapi"
	"opentelemetry.io/lambda/collector/internal/lambdatest"
)

func noted(l *Lifecycle, invocation string, kind ptrace.SpanKind, id, parent byte) {
	traces := ptrace.NewTraces()
	span := traces.ResourceSpans().AppendEmpty().ScopeSpans().AppendEmpty().Spans().AppendEmpty()
	span.SetKind(kind)
	span.SetSpanID([8]byte{id})
	span.SetParentSpanID([8]byte{parent})
	if invocation != "" {
		span.Attributes().PutStr("faas.invocation_id", invocation)
	}
	l.NoteSpans(traces)
}

func TestFunctionSpan_isTheOutermostThatNamesTheInvocation(t *testing.T) {
	const server, internal = ptrace.SpanKindServer, ptrace.SpanKindInternal
	l := &Lifecycle{}
	noted(l, "", server, 9, 0)
	noted(l, "internal", internal, 1, 2)
	noted(l, "internal", internal, 2, 3)
	noted(l, "internal", internal, 4, 2)
	noted(l, "server", internal, 1, 2)
	noted(l, "server", server, 5, 6)
	noted(l, "server", internal, 7, 5)
	for invocation, want := range map[string]byte{"internal": 2, "server": 5} {
		if span, ok := l.FunctionSpan(invocation); !ok || span.Span != [8]byte{want} || span.Parent != [8]byte{want + 1} {
			t.Errorf("%s: %s below %s", invocation, span.Span, span.Parent)
		}
	}
	if _, ok := l.FunctionSpan(""); ok {
		t.Error("it names none")
	}
}

func TestFunctionSpans_ofManyInvocations_areForgotten(t *testing.T) {
	l := &Lifecycle{}
	for i := range 10 * maxFunctionSpans {
		noted(l, strconv.Itoa(i), ptrace.SpanKindServer, 1, 0)
	}
	if n := len(l.spans.byInvocation); n > maxFunctionSpans {
		t.Errorf("%d", n)
	}
}

// host has an extension that follows Lambda, and one that does not.
type host struct{ follows *Lifecycle }

type other struct{}

func (h host) GetExtensions() map[component.ID]component.Component {
	return map[component.ID]component.Component{component.MustNewID("lambda"): h, component.MustNewID("other"): other{}}
}
func (h host) Lifecycle() *Lifecycle                       { return h.follows }
func (h host) Start(context.Context, component.Host) error { return nil }
func (h host) Shutdown(context.Context) error              { return nil }
func (other) Start(context.Context, component.Host) error  { return nil }
func (other) Shutdown(context.Context) error               { return nil }

type noExtensions struct{}

func (noExtensions) GetExtensions() map[component.ID]component.Component { return nil }

func TestOf_findsTheExtension(t *testing.T) {
	l := &Lifecycle{}
	if Of(host{l}) != l || Of(noExtensions{}) != nil {
		t.Error("not that of the extension")
	}
}

func TestRegister(t *testing.T) {
	t.Setenv("AWS_LAMBDA_RUNTIME_API", "")
	if l, err := Register(t.Context()); l != nil || err != nil {
		t.Errorf("outside of Lambda: %v, %v", l, err)
	}
	t.Setenv("AWS_LAMBDA_RUNTIME_API", "127.0.0.1:1")
	if l, err := Register(t.Context()); l != nil || err == nil {
		t.Errorf("nobody answers: %v", l)
	}
	lambda := lambdatest.New(t)
	t.Setenv("AWS_LAMBDA_RUNTIME_API", lambda.Address())
	l, err := Register(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer l.client.Close()
	if account := l.Registration().AccountID; account != "123456789012" {
		t.Error(account)
	}
}

func TestShutdown_waitsForTheLastReport_andWhatIsRemovedIsNotAsked(t *testing.T) {
	lambda := lambdatest.New(t)
	q := &queue{}
	l := start(t, lambda, q, long)
	removed := &queue{}
	l.Add(removed)()
	end := l.OnTelemetry([]string{platform}, nil)
	defer end()
	l.progress.note(event("platform.start", `{"requestId":"1"}`))
	l.progress.note(event("platform.start", `{}`))
	l.mu.Lock()
	l.observed = true
	l.mu.Unlock()
	lambda.Shutdown()
	<-l.Done()
	if q.drains.Load() != 1 || removed.drains.Load() != 0 {
		t.Errorf("%d and %d", q.drains.Load(), removed.drains.Load())
	}
}

func event(kind, record string) lambdaapi.TelemetryEvent {
	return lambdaapi.TelemetryEvent{Type: kind, Record: []byte(record)}
}
