package lambdaapi

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
)

func TestListener_whatCannotBeRead_isTold_andWhatIsBeforeItIsTaken(t *testing.T) {
	for body, want := range map[string]struct {
		types []string
		fails string
	}{
		`[{"type":"a"},{"type":"b"}]`: {[]string{"a", "b"}, ""},
		`[]`:                          {nil, ""},
		`[{"type":"a"},{"type":7}]`:   {[]string{"a"}, "cannot be read"},
		`[{"type":"a"},`:              {[]string{"a"}, "cannot be read"},
		``:                            {nil, "no list"},
	} {
		var types []string
		var failures []error
		listener, err := Listen(func(events []TelemetryEvent) {
			for _, event := range events {
				types = append(types, event.Type)
			}
		}, func(err error) { failures = append(failures, err) })
		if err != nil {
			t.Fatal(err)
		}
		if want := fmt.Sprintf("http://sandbox.localdomain:%d/", listener.Port()); listener.URI() != want {
			t.Error(listener.URI())
		}
		response, err := http.Post(fmt.Sprintf("http://localhost:%d/", listener.Port()), "application/json", strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		_ = response.Body.Close()
		if err := listener.Close(t.Context()); err != nil {
			t.Error(err)
		}
		told := ""
		if len(failures) > 0 {
			told = failures[0].Error()
		}
		if response.StatusCode != http.StatusOK || !slices.Equal(types, want.types) || (told != "") != (want.fails != "") || !strings.Contains(told, want.fails) {
			t.Errorf("%s: status %d, %v, %v", body, response.StatusCode, types, failures)
		}
	}
}

func TestListener_isClosedWhileARequestIsOpen(t *testing.T) {
	entered, leave := make(chan struct{}), make(chan struct{})
	listener, err := Listen(func([]TelemetryEvent) {
		close(entered)
		<-leave
	}, func(error) {})
	if err != nil {
		t.Fatal(err)
	}
	posted := make(chan struct{})
	go func() {
		defer close(posted)
		if response, err := http.Post(fmt.Sprintf("http://localhost:%d/", listener.Port()), "application/json", strings.NewReader("[]")); err == nil {
			_ = response.Body.Close()
		}
	}()
	<-entered
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	if err := listener.Close(ended); err != nil {
		t.Error(err)
	}
	close(leave)
	<-posted
}

// answers stands in for Lambda, and gives one answer to all.
func answers(t *testing.T, status int, body string) string {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(status)
		_, _ = w.Write([]byte(body))
	}))
	t.Cleanup(server.Close)
	return strings.TrimPrefix(server.URL, "http://")
}

func TestRegister_answersThatAreNone(t *testing.T) {
	for body, status := range map[string]int{"no": http.StatusForbidden, "{": http.StatusOK} {
		if _, _, err := Register(t.Context(), answers(t, status, body), "collector", Shutdown); err == nil {
			t.Errorf("%d %s", status, body)
		}
	}
	if _, _, err := Register(t.Context(), "no address", "collector", Shutdown); err == nil {
		t.Error("nobody is there")
	}
}

func TestSubscribe_tellsWhetherThereIsATelemetryAPI(t *testing.T) {
	for status, want := range map[int]bool{http.StatusOK: true, http.StatusAccepted: false, http.StatusNotFound: false} {
		client, _, err := Register(t.Context(), answers(t, http.StatusOK, "{}"), "collector")
		if err != nil {
			t.Fatal(err)
		}
		client.base = "http://" + answers(t, status, "")
		if there, err := client.Subscribe(t.Context(), Subscription{}); there != want || err != nil {
			t.Errorf("%d: %v, %v", status, there, err)
		}
		client.base = "http://" + answers(t, http.StatusBadRequest, "no")
		if _, err := client.Subscribe(t.Context(), Subscription{}); err == nil || !strings.Contains(err.Error(), "status 400: no") {
			t.Errorf("%v", err)
		}
		client.base = "http://localhost:0"
		if _, err := client.Subscribe(t.Context(), Subscription{}); err == nil {
			t.Error("nobody is there")
		}
		client.Close()
	}
}
