package lambdatest

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// AnswerAWS answers the requests to one of AWS's services, whose part of a variable's name is given, by their bodies. Others get an error of the
// type of what is missing if they ask for "missing", else another one.
func AnswerAWS(t *testing.T, variable, missing string, answers map[string]string) {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		answer, ok := answers[string(body)]
		if !ok {
			kind := "Refused"
			if strings.Contains(string(body), `"missing"`) {
				kind = missing
			}
			w.WriteHeader(http.StatusBadRequest)
			answer = `{"__type":"` + kind + `","message":"no"}`
		}
		_, _ = io.WriteString(w, answer)
	}))
	t.Cleanup(server.Close)
	t.Setenv("AWS_ENDPOINT_URL_"+variable, server.URL)
	t.Setenv("AWS_REGION", "eu-west-1")
	t.Setenv("AWS_ACCESS_KEY_ID", "key")
	t.Setenv("AWS_SECRET_ACCESS_KEY", "secret")
}
