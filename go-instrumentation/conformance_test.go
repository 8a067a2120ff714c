package otel_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"reflect"
	"strconv"
	"strings"
	"testing"
	"time"

	tracepb "go.opentelemetry.io/proto/otlp/trace/v1"
)

type object = map[string]any

type table struct {
	Function struct {
		Version  string
		Response any
	}
	EverySpanOfAnInvocation struct{ Attributes object }
	Errors                  map[string]object
	Cases                   []testCase
}

type testCase struct {
	Name  string
	Event struct {
		File  string
		JSON  json.RawMessage
		Text  *string
		Parts []struct {
			Text  string
			Times int
		}
	}
	Environment    map[string]string
	TraceHeader    string
	ClientContext  json.RawMessage
	Handler        string
	TimeoutSeconds int
	Response       json.RawMessage
	Error          object
	Restarts       bool
	Log            []string
	Resource       object
	Spans          []span
	Not            map[string]string
}

type span struct {
	Name, Kind string
	Parent     any
	Links      []struct {
		TraceID, SpanID, TraceState string
		Times                       int
	}
	Seconds    int
	Status     string
	Attributes object
	Events     []struct {
		Name       string
		Attributes object
	}
}

func TestConformance_events(t *testing.T) { runTable(t, "events.json") }

func TestConformance_behaviours(t *testing.T) { runTable(t, "behaviours.json") }

func runTable(t *testing.T, file string) {
	table := tableOf(t, "events.json")
	every := table.EverySpanOfAnInvocation // in both files
	table = tableOf(t, file)
	table.EverySpanOfAnInvocation = every
	shared := t
	program, server := conformanceFunction(t), newServer(t)
	runs := map[string]*run{}
	for _, each := range table.Cases {
		t.Run(each.Name, func(t *testing.T) {
			if why, ok := each.Not["go"]; ok {
				t.Skip(why)
			}
			// cases with the same variables share an environment
			key := fmt.Sprint(each.Environment, each.Handler)
			if runs[key] == nil {
				runs[key] = newRun(shared, table, program, server.URL, each)
			}
			runs[key].check(t, each)
		})
	}
}

func tableOf(t *testing.T, file string) *table {
	text, err := os.ReadFile(filepath.Join("..", "conformance", file))
	if err != nil {
		t.Fatal(err)
	}
	table := &table{}
	if err := json.Unmarshal(text, table); err != nil {
		t.Fatal(err)
	}
	return table
}

// run is the cases of an environment.
type run struct {
	table   *table
	server  string
	backend *backend
	env     *environment
	isWarm  bool
}

func newRun(t *testing.T, table *table, program, server string, first testCase) *run {
	r := &run{table: table, server: server, backend: newBackend(t)}
	variables := map[string]string{"OTEL_EXPORTER_OTLP_ENDPOINT": r.backend.URL}
	for name, value := range first.Environment {
		variables[name] = value
	}
	if first.Handler != "" {
		variables["_HANDLER"] = first.Handler
	}
	r.env = newEnvironment(t, program, variables)
	return r
}

func (r *run) check(t *testing.T, each testCase) {
	headers := map[string]string{}
	if each.TraceHeader != "" {
		headers["Lambda-Runtime-Trace-Id"] = each.TraceHeader
	}
	if each.ClientContext != nil {
		headers["Lambda-Runtime-Client-Context"] = compact(each.ClientContext)
	}
	timeout := timeoutOfTests
	if each.TimeoutSeconds > 0 {
		timeout = time.Duration(each.TimeoutSeconds) * time.Second
	}
	logged := len(r.env.log.String())
	answer := r.env.invoke(r.event(t, each), headers, timeout)
	received := r.backend.take()
	values := r.values(answer.requestID)
	r.isWarm = !answer.hasEnded
	if answer.hasEnded != each.Restarts {
		t.Errorf("the process has ended: %v", answer.hasEnded)
	}
	if !each.Restarts {
		r.checkAnswer(t, each, answer, spansOf(received), values)
	}
	checkSpans(t, r.table.EverySpanOfAnInvocation.Attributes, each.Spans, spansOf(received), values)
	checkResource(t, each.Resource, received, values)
	for _, line := range each.Log {
		if lines := r.env.log.await(line+"\n", logged); strings.Count(lines, line+"\n") != 1 {
			t.Errorf("the line %q is not there once: %s", line, lines)
		}
	}
	if lines := r.env.log.String()[logged:]; strings.Contains(lines, "[otel]") {
		t.Errorf("there are lines of the library's: %s", lines)
	}
}

func (r *run) event(t *testing.T, each testCase) []byte {
	switch {
	case each.Event.File != "":
		text, err := os.ReadFile(filepath.Join("..", "conformance", each.Event.File))
		if err != nil {
			t.Fatal(err)
		}
		return text
	case each.Event.Text != nil:
		return []byte(*each.Event.Text)
	case each.Event.Parts != nil:
		var text strings.Builder
		for _, part := range each.Event.Parts {
			text.WriteString(strings.Repeat(part.Text, max(part.Times, 1)))
		}
		return []byte(text.String())
	default:
		return []byte(ago(strings.ReplaceAll(compact(each.Event.JSON), "$server", r.server)))
	}
}

// ago puts the time a minute ago into an event.
func ago(event string) string {
	then := time.Now().Add(-time.Minute)
	millis := strconv.FormatInt(then.UnixMilli(), 10)
	return strings.NewReplacer(
		`"$ago.millis"`, millis,
		`"'$ago.millis'"`, `"`+millis+`"`,
		`"$ago.seconds"`, strconv.FormatInt(then.Unix(), 10),
		`"$ago.iso"`, then.UTC().Format(`"2006-01-02T15:04:05.000Z"`),
	).Replace(event)
}

func (r *run) values(requestID string) object {
	server, _ := url.Parse(r.server)
	port, _ := strconv.ParseFloat(server.Port(), 64)
	values := object{
		"$requestId":     requestID,
		"$coldStart":     !r.isWarm,
		"$invokedArn":    functionARN + ":live",
		"$functionArn":   functionARN + ":" + r.table.Function.Version,
		"$logStream":     "2026/11/28/[7]abc",
		"$memoryBytes":   float64(512 << 20),
		"$server":        r.server,
		"$serverAddress": server.Hostname(),
		"$serverPort":    port,
	}
	for name, each := range r.table.Errors {
		for member, value := range each {
			values["$error."+name+"."+member] = value
		}
		if own, ok := each["go"].(object); ok {
			for member, value := range own {
				values["$error."+name+"."+member] = value
			}
		}
	}
	return values
}

func (r *run) checkAnswer(t *testing.T, each testCase, answer answer, spans []*tracepb.Span, values object) {
	var actual any
	if err := json.Unmarshal(answer.body, &actual); err != nil {
		t.Fatalf("the answer is no JSON: %s", answer.body)
	}
	if each.Error != nil {
		members := actual.(object)
		for member, value := range each.Error {
			if !matches(resolve(value, values), members[member]) {
				t.Errorf("%s is %v", member, members[member])
			}
		}
		return
	}
	expected := r.table.Function.Response
	if each.Response != nil {
		expected = nil
		if err := json.Unmarshal(each.Response, &expected); err != nil {
			t.Fatal(err)
		}
	}
	for _, span := range spans {
		values["$traceparent."+span.Name] = fmt.Sprintf("00-%s-%s-01", id(span.TraceId), id(span.SpanId))
	}
	if !matches(resolve(expected, values), actual) {
		t.Errorf("the answer is %.300s, not %.300v", answer.body, resolve(expected, values))
	}
}

// matches takes $any for every text, {"$json": …} for a text that is this value as JSON, and $notSampled.TRACE for each
// context of that trace that is not sampled.
func matches(expected, actual any) bool {
	switch expected := expected.(type) {
	case object:
		if value, ok := expected["$json"]; ok {
			return matchesJSON(value, actual)
		}
		members, ok := actual.(object)
		if !ok || len(members) != len(expected) {
			return false
		}
		for name, value := range expected {
			if member, ok := members[name]; !ok || !matches(value, member) {
				return false
			}
		}
		return true
	case string:
		text, ok := actual.(string)
		if trace, found := strings.CutPrefix(expected, "$notSampled."); found {
			return ok && strings.HasPrefix(text, "00-"+trace+"-") && strings.HasSuffix(text, "-00")
		}
		return ok && (expected == "$any" || expected == text)
	default:
		return reflect.DeepEqual(expected, actual)
	}
}

func matchesJSON(expected, actual any) bool {
	var value any
	text, ok := actual.(string)
	return ok && json.Unmarshal([]byte(text), &value) == nil && matches(expected, value)
}

func resolve(value any, values object) any {
	switch value := value.(type) {
	case object:
		if repeat, ok := value["$repeat"].(object); ok {
			return strings.Repeat(repeat["text"].(string), int(repeat["times"].(float64)))
		}
		resolved := object{}
		for name, member := range value {
			resolved[name] = resolve(member, values)
		}
		return resolved
	case string:
		if known, ok := values[value]; ok {
			return known
		}
		if rest, found := strings.CutPrefix(value, "$server/"); found {
			return values["$server"].(string) + "/" + rest
		}
		return value
	default:
		return value
	}
}

func checkSpans(t *testing.T, every object, expected []span, actual []*tracepb.Span, values object) {
	t.Helper()
	if len(actual) != len(expected) {
		t.Fatalf("there are %d spans, not %d: %v", len(actual), len(expected), actual)
	}
	byName, byID := map[string]*tracepb.Span{}, map[string]string{}
	for _, each := range actual {
		byName[each.Name], byID[id(each.SpanId)] = each, each.Name
	}
	for index, each := range expected {
		span := byName[each.Name]
		if span == nil {
			t.Fatalf("there is no span %s: %v", each.Name, actual)
		}
		if kind := strings.TrimPrefix(span.Kind.String(), "SPAN_KIND_"); kind != each.Kind {
			t.Errorf("%s: the kind is %s", each.Name, kind)
		}
		if status := strings.TrimPrefix(span.Status.GetCode().String(), "STATUS_CODE_"); status != orElse(each.Status, "UNSET") {
			t.Errorf("%s: the status is %s", each.Name, status)
		}
		if parent := parentOf(span, byID); !reflect.DeepEqual(parent, withTraceState(each.Parent)) {
			t.Errorf("%s: the parent is %v, not %v", each.Name, parent, each.Parent)
		}
		if seconds := int(span.EndTimeUnixNano-span.StartTimeUnixNano) / int(time.Second); each.Seconds > 0 && (seconds < each.Seconds || seconds >= each.Seconds+60) {
			t.Errorf("%s: it lasted %d s", each.Name, seconds)
		}
		checkLinks(t, each, span)
		attributes := attributesOf(span)
		own := resolve(each.Attributes, values).(object)
		if index > 0 {
			checkAtLeast(t, each.Name, own, attributes)
			continue
		}
		for name, value := range every {
			if _, ok := own[name]; !ok {
				own[name] = resolve(value, values)
			}
		}
		if !matches(own, attributes) {
			t.Errorf("%s: the attributes are\n%s, not\n%s", each.Name, sorted(attributes), sorted(own))
		}
		if len(span.Events) != len(each.Events) {
			t.Fatalf("%s: the events are %v", each.Name, span.Events)
		}
		for index, event := range each.Events {
			if span.Events[index].Name != event.Name {
				t.Errorf("%s: an event is %s", each.Name, span.Events[index].Name)
			}
			checkAtLeast(t, event.Name, resolve(event.Attributes, values).(object), attributesOf(&tracepb.Span{Attributes: span.Events[index].Attributes}))
		}
	}
}

func parentOf(span *tracepb.Span, byID map[string]string) any {
	if len(span.ParentSpanId) == 0 {
		return nil
	}
	if name, ok := byID[id(span.ParentSpanId)]; ok {
		return name
	}
	return object{"traceId": id(span.TraceId), "spanId": id(span.ParentSpanId), "traceState": span.TraceState}
}

func withTraceState(parent any) any {
	if remote, ok := parent.(object); ok && remote["traceState"] == nil {
		remote["traceState"] = ""
	}
	return parent
}

func checkLinks(t *testing.T, expected span, actual *tracepb.Span) {
	t.Helper()
	var want, got []string
	for _, link := range expected.Links {
		for range max(link.Times, 1) {
			want = append(want, link.TraceID+" "+link.SpanID+" "+link.TraceState)
		}
	}
	for _, link := range actual.Links {
		got = append(got, id(link.TraceId)+" "+id(link.SpanId)+" "+link.TraceState)
	}
	if !reflect.DeepEqual(want, got) {
		t.Errorf("%s: the links are %v, not %v", expected.Name, got, want)
	}
}

func checkAtLeast(t *testing.T, what string, expected, actual object) {
	t.Helper()
	for name, value := range expected {
		if !matches(value, actual[name]) {
			t.Errorf("%s: %s is %v, not %v", what, name, actual[name], value)
		}
	}
}

func checkResource(t *testing.T, expected object, received []*tracepb.ResourceSpans, values object) {
	t.Helper()
	for _, each := range received {
		checkAtLeast(t, "the resource", resolve(expected, values).(object), attributesOf(&tracepb.Span{Attributes: each.Resource.Attributes}))
	}
}

func sorted(attributes object) string {
	text, _ := json.MarshalIndent(attributes, "", " ")
	return string(text)
}

func compact(text json.RawMessage) string {
	var compacted bytes.Buffer
	_ = json.Compact(&compacted, text)
	return compacted.String()
}

func orElse(text, otherwise string) string {
	if text == "" {
		return otherwise
	}
	return text
}

func newServer(t *testing.T) *httptest.Server {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		headers := map[string]string{}
		for _, name := range []string{"traceparent", "baggage"} {
			if value := r.Header.Get(name); value != "" {
				headers[name] = value
			}
		}
		switch r.URL.Path {
		case "/missing":
			w.WriteHeader(http.StatusNotFound)
		case "/broken":
			w.WriteHeader(http.StatusServiceUnavailable)
		}
		_ = json.NewEncoder(w).Encode(object{"headers": headers})
	}))
	t.Cleanup(server.Close)
	return server
}
