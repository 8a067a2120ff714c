package directcollector

import (
	"bytes"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"go.opentelemetry.io/collector/pdata/ptrace"
	"go.uber.org/zap"
	"go.uber.org/zap/zaptest/observer"
)

func TestRefused_aMergedRequest_onlyWhatTheBackendRefusesIsLost(t *testing.T) {
	bad := []byte("is-bad")
	for _, of := range []struct {
		name, compression string
		status            int
		refuses           func(body []byte) bool
		lost              int64
		line              string
	}{
		{"400", "gzip", http.StatusBadRequest, func(body []byte) bool { return bytes.Contains(body, bad) }, 1, "status 400"},
		{"400, not compressed", "none", http.StatusBadRequest, func(body []byte) bool { return bytes.Contains(body, bad) }, 1, "status 400"},
		{"413", "gzip", http.StatusRequestEntityTooLarge, func(body []byte) bool { return len(body) > 4000 }, 0, ""},
		{"401", "gzip", http.StatusUnauthorized, func(body []byte) bool { return bytes.Contains(body, bad) }, 60, "status 401"},
	} {
		t.Run(of.name, func(t *testing.T) {
			backend := newBackend(t)
			taken, gate := make(chan struct{}, 100), make(chan struct{})
			backend.answer = func(body []byte) int {
				taken <- struct{}{}
				<-gate
				if of.refuses(body) {
					return of.status
				}
				return http.StatusOK
			}
			port := freePort(t)
			stop, lines := runLogged(t, `{receivers: {otlp: {protocols: {http: {endpoint: "localhost:`+port+`"}}}},
exporters: {otlp_http: {endpoint: "`+backend.URL+`", compression: `+of.compression+`}},
service: {pipelines: {traces: {receivers: [otlp], exporters: [otlp_http]}}}}`)
			url := "http://localhost:" + port + "/v1/traces"
			var want []string
			for i := range 5 {
				names := namesOf(i)
				if status, text := post(t, url, protobuf, "", protobufOf(t, spansNamed(names))); status != http.StatusOK {
					t.Errorf("%d %s", status, text)
				}
				if i < 2 {
					<-taken // and not answered, so that the others are merged
				}
				want = append(want, names...)
			}
			close(gate)
			stop()
			got := slices.Concat(backend.spans(t)...)
			slices.Sort(got)
			slices.Sort(want)
			if of.lost == 1 {
				want = slices.DeleteFunc(want, func(name string) bool { return strings.Contains(name, string(bad)) })
			}
			if of.lost < 2 && !slices.Equal(got, want) {
				t.Errorf("received %d: %q", len(got), got)
			}
			checkRefusal(t, lines, of.lost, of.line)
		})
	}
}

// checkRefusal looks for the one line about what was refused of the 60 spans of three merged requests.
func checkRefusal(t *testing.T, lines *observer.ObservedLogs, lost int64, text string) {
	t.Helper()
	told := lines.FilterMessageSnippet("refused by the exporter").All()
	if lost == 0 {
		if len(told) > 0 {
			t.Errorf("%v", told)
		}
		return
	}
	if len(told) != 1 {
		t.Fatalf("%d lines", len(told))
	}
	fields := told[0].ContextMap()
	if fields["items"] != lost || fields["accepted"] != 60-lost || !strings.Contains(fmt.Sprint(fields["error"]), text) {
		t.Errorf("%v", fields)
	}
}

// namesOf are those of a request's spans, of which the third request has a bad one.
func namesOf(request int) []string {
	var names []string
	for i := range 20 {
		name := fmt.Sprintf("%d-%d %s", request, i, strings.Repeat("x", 100))
		if request == 3 && i == 13 {
			name = "is-bad"
		}
		names = append(names, name)
	}
	return names
}

func spansNamed(names []string) ptrace.Traces {
	traces := ptrace.NewTraces()
	spans := traces.ResourceSpans().AppendEmpty().ScopeSpans().AppendEmpty().Spans()
	for _, name := range names {
		spans.AppendEmpty().SetName(name)
	}
	return traces
}

// runLogged is run, with what is logged.
func runLogged(t *testing.T, text string) (func(), *observer.ObservedLogs) {
	t.Helper()
	core, lines := observer.New(zap.InfoLevel)
	return runWith(t, text, zap.New(core)), lines
}
