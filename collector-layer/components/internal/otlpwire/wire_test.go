package otlpwire

import (
	"encoding/binary"
	"math/rand/v2"
	"testing"

	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/plog"
	"go.opentelemetry.io/collector/pdata/pmetric"
	"go.opentelemetry.io/collector/pdata/ptrace"
	"go.opentelemetry.io/collector/pdata/testdata"
)

// mutations are how many changed bodies of each signal are compared with what the data model says of them.
const mutations = 4_000

// model is the Collector's data model for a signal: it decodes, and counts.
type model func([]byte) (int, error)

func tracesModel(body []byte) (int, error) {
	data, err := (&ptrace.ProtoUnmarshaler{}).UnmarshalTraces(body)
	if err != nil {
		return 0, err
	}
	return data.SpanCount(), nil
}

func metricsModel(body []byte) (int, error) {
	data, err := (&pmetric.ProtoUnmarshaler{}).UnmarshalMetrics(body)
	if err != nil {
		return 0, err
	}
	return data.DataPointCount(), nil
}

func logsModel(body []byte) (int, error) {
	data, err := (&plog.ProtoUnmarshaler{}).UnmarshalLogs(body)
	if err != nil {
		return 0, err
	}
	return data.LogRecordCount(), nil
}

func tracesBody(t testing.TB) []byte {
	body, err := (&ptrace.ProtoMarshaler{}).MarshalTraces(testdata.GenerateTraces(4))
	return must(t, body, err)
}

func metricsBody(t testing.TB) []byte {
	body, err := (&pmetric.ProtoMarshaler{}).MarshalMetrics(testdata.GenerateMetrics(7))
	return must(t, body, err)
}

func logsBody(t testing.TB) []byte {
	body, err := (&plog.ProtoMarshaler{}).MarshalLogs(testdata.GenerateLogs(4))
	return must(t, body, err)
}

// sample is a request of a signal, and how the data model reads it.
type sample struct {
	name   string
	signal Signal
	model  model
	body   []byte
}

func samples(t testing.TB) []sample {
	return []sample{
		{"traces", Traces, tracesModel, tracesBody(t)},
		{"metrics", Metrics, metricsModel, metricsBody(t)},
		{"logs", Logs, logsModel, logsBody(t)},
	}
}

func must(t testing.TB, body []byte, err error) []byte {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	return body
}

func TestScan_saysWhatTheDataModelSays(t *testing.T) {
	for _, of := range samples(t) {
		t.Run(of.name, func(t *testing.T) {
			compare(t, of.signal, of.model, of.body)
			compare(t, of.signal, of.model, nil)
			random := rand.New(rand.NewPCG(1, 2))
			valid := 0
			for range mutations {
				if compare(t, of.signal, of.model, mutate(random, of.body)) {
					valid++
				}
			}
			if valid < mutations/10 || valid > mutations*9/10 {
				t.Errorf("%d of %d mutations are valid: they say little", valid, mutations)
			}
		})
	}
}

// compare returns whether the body is valid.
func compare(t *testing.T, signal Signal, model model, body []byte) bool {
	t.Helper()
	items, err := signal.Scan(body)
	wanted, modelError := model(body)
	if (err == nil) != (modelError == nil) {
		t.Fatalf("%x: %v, but the data model says %v", body, err, modelError)
	}
	// the data model has only the last of several kinds of data of a metric
	if err == nil && items != wanted && (signal != Metrics || items < wanted) {
		t.Fatalf("%x: %d items, but the data model has %d", body, items, wanted)
	}
	return err == nil
}

func mutate(random *rand.Rand, body []byte) []byte {
	changed := append([]byte(nil), body...)
	for range 1 + random.IntN(2) {
		at := random.IntN(len(changed))
		switch random.IntN(4) {
		case 0:
			changed[at] ^= 1 << random.IntN(8)
		case 1:
			changed[at] = byte(random.IntN(256))
		case 2:
			changed[at] += byte(random.IntN(3)) - 1
		default:
			if random.IntN(8) == 0 {
				changed = changed[:at+1]
			}
		}
	}
	return changed
}

func TestScan_aDeprecatedField_counts(t *testing.T) {
	// ResourceSpans { 1000: ScopeSpans { 2: Span { 5: "old" } } }
	if items, err := Traces.Scan([]byte("\x0a\x0a\xc2\x3e\x07\x12\x05\x2a\x03old")); items != 1 || err != nil {
		t.Errorf("%d, %v", items, err)
	}
}

func TestScan_deepValues_areRefused(t *testing.T) {
	value := []byte{}
	for range 2 * maxDepth {
		// AnyValue { 5: ArrayValue { 1: AnyValue … } }
		value = wrap(0x2a, wrap(0x0a, value))
	}
	body := wrap(0x0a, wrap(0x12, wrap(0x12, wrap(0x2a, value))))
	if _, err := Logs.Scan(body); err == nil {
		t.Error("what reads it may run out of its stack")
	}
}

// wrap returns a field with a message.
func wrap(tag byte, content []byte) []byte {
	return append(binary.AppendUvarint([]byte{tag}, uint64(len(content))), content...)
}

func TestInvocationSpans(t *testing.T) {
	traces := ptrace.NewTraces()
	spans := traces.ResourceSpans().AppendEmpty().ScopeSpans().AppendEmpty().Spans()
	other := spans.AppendEmpty()
	other.SetName("faas.invocation_id is not its attribute")
	number := spans.AppendEmpty()
	number.Attributes().PutInt("faas.invocation_id", 7)
	server := spans.AppendEmpty()
	server.SetTraceID(pcommon.TraceID{1, 2, 3})
	server.SetSpanID(pcommon.SpanID{4, 5})
	server.SetParentSpanID(pcommon.SpanID{6})
	server.SetKind(ptrace.SpanKindServer)
	server.Attributes().PutStr("a", "b")
	server.Attributes().PutStr("faas.invocation_id", "the-id")
	body, err := (&ptrace.ProtoMarshaler{}).MarshalTraces(traces)
	must(t, body, err)

	var found []Span
	InvocationSpans(body, func(span Span) { found = append(found, span) })

	if len(found) != 1 {
		t.Fatalf("%+v", found)
	}
	span := found[0]
	if span.Invocation != "the-id" || span.Trace != server.TraceID() || span.ID != server.SpanID() || span.Parent != server.ParentSpanID() ||
		!span.ServerOrConsumer {
		t.Errorf("%+v", span)
	}
}

func BenchmarkScan(b *testing.B) {
	body, err := (&ptrace.ProtoMarshaler{}).MarshalTraces(testdata.GenerateTraces(500))
	must(b, body, err)
	b.SetBytes(int64(len(body)))
	for b.Loop() {
		if _, err := Traces.Scan(body); err != nil {
			b.Fatal(err)
		}
	}
}
