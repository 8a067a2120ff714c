package otlpwire

import (
	"fmt"
	"slices"
	"testing"

	"go.opentelemetry.io/collector/pdata/pmetric"
	"go.opentelemetry.io/collector/pdata/ptrace"
)

// spansOf returns resource/scope/name of each span.
func spansOf(t *testing.T, body []byte) []string {
	t.Helper()
	traces, err := (&ptrace.ProtoUnmarshaler{}).UnmarshalTraces(body)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, resource := range traces.ResourceSpans().All() {
		service, _ := resource.Resource().Attributes().Get("service.name")
		for _, scope := range resource.ScopeSpans().All() {
			for _, span := range scope.Spans().All() {
				names = append(names, service.AsString()+"/"+scope.Scope().Name()+"/"+span.Name()+"/"+resource.SchemaUrl())
			}
		}
	}
	return names
}

// request returns spans by the number of each scope's, by resources.
func request(t *testing.T, resources ...[]int) []byte {
	t.Helper()
	traces := ptrace.NewTraces()
	for r, scopes := range resources {
		resource := traces.ResourceSpans().AppendEmpty()
		resource.SetSchemaUrl("a-schema")
		resource.Resource().Attributes().PutStr("service.name", fmt.Sprint("r", r))
		for s, spans := range scopes {
			scope := resource.ScopeSpans().AppendEmpty()
			scope.Scope().SetName(fmt.Sprint("s", s))
			for i := range spans {
				scope.Spans().AppendEmpty().SetName(fmt.Sprint(i))
			}
		}
	}
	body, err := (&ptrace.ProtoMarshaler{}).MarshalTraces(traces)
	return must(t, body, err)
}

func TestHalve_cutsWhereRequestsWereMerged_elseInside(t *testing.T) {
	for _, of := range []struct {
		name          string
		body          []byte
		first, second int
	}{
		{"between resources, next to the middle", request(t, []int{1}, []int{5}, []int{1, 2}), 6, 3},
		{"between resources, whatever their sizes", request(t, []int{1}, []int{9}), 1, 9},
		{"between scopes", request(t, []int{3, 1, 1}), 3, 2},
		{"between spans", request(t, []int{0, 7}), 3, 4},
		{"of a pair", request(t, nil, []int{2}), 1, 1},
	} {
		t.Run(of.name, func(t *testing.T) {
			first, second, ok := Traces.Halve(of.body)
			if !ok {
				t.Fatal("it has several items")
			}
			head, tail := spansOf(t, first), spansOf(t, second)
			if len(head) != of.first || len(tail) != of.second {
				t.Errorf("%v and %v", head, tail)
			}
			if all := append(head, tail...); !slices.Equal(all, spansOf(t, of.body)) {
				t.Errorf("%v", all)
			}
		})
	}
}

func TestHalve_aMessageInAnOldField_keepsIt(t *testing.T) {
	first, second, ok := Traces.Halve([]byte("\x0a\x11\xc2\x3e\x0e\x12\x05\x2a\x03old\x12\x05\x2a\x03new"))
	if !ok || string(first) != "\x0a\x0a\xc2\x3e\x07\x12\x05\x2a\x03old" || string(second) != "\x0a\x0a\xc2\x3e\x07\x12\x05\x2a\x03new" {
		t.Errorf("%x and %x", first, second)
	}
}

func TestHalve_oneItem_isNotHalved(t *testing.T) {
	for _, body := range [][]byte{request(t, []int{1}), request(t, []int{0, 1, 0}, nil), request(t), {0xff}, {0x0a, 0xff}} {
		if _, _, ok := Traces.Halve(body); ok {
			t.Errorf("%x", body)
		}
	}
}

// All that the data model can say is in one of the parts, whatever the kind of a metric.
func TestHalve_again_untilEachPartIsAnItem(t *testing.T) {
	for _, of := range samples(t) {
		t.Run(of.name, func(t *testing.T) {
			want, err := of.model(of.body)
			if err != nil {
				t.Fatal(err)
			}
			parts := [][]byte{of.body}
			var items int
			for len(parts) > 0 {
				part := parts[0]
				parts = parts[1:]
				if first, second, ok := of.signal.Halve(part); ok {
					parts = append(parts, first, second)
					continue
				}
				if n, err := of.model(part); n != 1 || err != nil {
					t.Fatalf("%d items, %v: %x", n, err, part)
				}
				items++
			}
			if items != want {
				t.Errorf("%d items, of %d", items, want)
			}
		})
	}
}

func TestHalve_aMetric_keepsItsKindAndName(t *testing.T) {
	metrics := pmetric.NewMetrics()
	metric := metrics.ResourceMetrics().AppendEmpty().ScopeMetrics().AppendEmpty().Metrics().AppendEmpty()
	metric.SetName("a-sum")
	metric.SetEmptySum().SetIsMonotonic(true)
	metric.Sum().SetAggregationTemporality(pmetric.AggregationTemporalityDelta)
	for i := range 3 {
		metric.Sum().DataPoints().AppendEmpty().SetIntValue(int64(i))
	}
	body, err := (&pmetric.ProtoMarshaler{}).MarshalMetrics(metrics)
	_, second, ok := Metrics.Halve(must(t, body, err))
	if !ok {
		t.Fatal("it has several points")
	}
	half, err := (&pmetric.ProtoUnmarshaler{}).UnmarshalMetrics(second)
	if err != nil {
		t.Fatal(err)
	}
	got := half.ResourceMetrics().At(0).ScopeMetrics().At(0).Metrics().At(0)
	if got.Name() != "a-sum" || !got.Sum().IsMonotonic() || got.Sum().AggregationTemporality() != pmetric.AggregationTemporalityDelta {
		t.Errorf("%s: %v", got.Name(), got.Sum())
	}
	if points := got.Sum().DataPoints(); points.Len() != 2 || points.At(1).IntValue() != 2 {
		t.Errorf("%d points", points.Len())
	}
}

func FuzzHalve(f *testing.F) {
	f.Add(tracesBody(f))
	f.Fuzz(func(t *testing.T, body []byte) {
		items, err := Traces.Scan(body)
		first, second, ok := Traces.Halve(body)
		if err != nil || !ok {
			return
		}
		head, err1 := Traces.Scan(first)
		tail, err2 := Traces.Scan(second)
		if err1 != nil || err2 != nil || head+tail != items || head == 0 || tail == 0 {
			t.Errorf("%d, %v and %d, %v of %d", head, err1, tail, err2, items)
		}
	})
}
