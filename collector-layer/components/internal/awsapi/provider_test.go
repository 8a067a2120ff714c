package awsapi

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"go.opentelemetry.io/collector/confmap"
)

var service = Service{Name: "things", Variable: "THINGS", Target: "Things"}

// newService answers to one operation, which fails for names that say so.
func newService(t *testing.T) {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/credentials" {
			if r.Header.Get("Authorization") != "token" {
				w.WriteHeader(http.StatusForbidden)
				return
			}
			_, _ = io.WriteString(w, `{"AccessKeyId":"restored","SecretAccessKey":"s","Token":"t"}`)
			return
		}
		var input struct{ Name string }
		_ = json.NewDecoder(r.Body).Decode(&input)
		authorization := r.Header.Get("Authorization")
		switch {
		case r.Header.Get("X-Amz-Target") != "Things.Get" || r.Header.Get("Content-Type") != amzJSON || !strings.Contains(authorization, "/things/aws4_request"):
			t.Errorf("%v", r.Header)
		case input.Name == "missing":
			w.WriteHeader(http.StatusBadRequest)
			_, _ = io.WriteString(w, `{"__type":"com.amazonaws#NotFound","Message":"there is none"}`)
		case input.Name == "denied":
			w.WriteHeader(http.StatusBadRequest)
			_, _ = io.WriteString(w, `{"__type":"AccessDenied","message":"no"}`)
		case input.Name == "broken":
			w.WriteHeader(http.StatusInternalServerError)
		case input.Name == "who":
			_, _ = io.WriteString(w, `{"Text":"`+strings.Split(strings.TrimPrefix(authorization, algorithm+" Credential="), "/aws4")[0]+`"}`)
		default:
			_, _ = io.WriteString(w, `{"Text":"{\"a\":\"b\",\"n\":7}"}`)
		}
	}))
	t.Cleanup(server.Close)
	t.Setenv("AWS_ENDPOINT_URL", "")
	t.Setenv("AWS_ENDPOINT_URL_THINGS", server.URL)
	t.Setenv("AWS_REGION", "eu-west-1")
	t.Setenv("AWS_ACCESS_KEY_ID", "key")
	t.Setenv("AWS_SECRET_ACCESS_KEY", "secret")
	t.Setenv("AWS_SESSION_TOKEN", "session")
	t.Setenv("AWS_CONTAINER_CREDENTIALS_FULL_URI", server.URL+"/credentials")
	t.Setenv("AWS_CONTAINER_AUTHORIZATION_TOKEN", "token")
}

func retrieve(t *testing.T, uri string) (any, error) {
	t.Helper()
	provider := NewProviderFactory("thing", "NotFound", func(ctx context.Context, region, name string) (string, error) {
		var answer struct{ Text string }
		err := service.Call(ctx, region, "Get", map[string]string{"Name": name}, &answer)
		return answer.Text, err
	}).Create(confmap.ProviderSettings{})
	defer func() { _ = provider.Shutdown(t.Context()) }()
	retrieved, err := provider.Retrieve(t.Context(), uri, nil)
	if err != nil {
		return nil, err
	}
	return retrieved.AsRaw()
}

func TestRetrieve(t *testing.T) {
	newService(t)
	for uri, want := range map[string]any{
		"thing:name":                         `{"a":"b","n":7}`,
		"thing:name#a":                       "b",
		"thing:name#n":                       float64(7),
		"thing:name#z:-other":                "other",
		"thing:missing:-http://x:1":          "http://x:1",
		"thing:arn:aws:things:us-east-1:1:x": `{"a":"b","n":7}`,
	} {
		if got, err := retrieve(t, uri); err != nil || got != want {
			t.Errorf("%s: %v, %v", uri, got, err)
		}
	}
	for uri, want := range map[string]string{
		"thing:missing":     "thing:missing: NotFound: there is none",
		"thing:denied:-x":   "thing:denied: AccessDenied: no",
		"thing:broken":      "thing:broken: status 500",
		"thing:name#z":      `thing:name: there is no key "z"`,
		"thing:who#z":       `thing:who: it is no object in JSON`,
		"other:name":        "not supported",
		"thing:missing#a":   "NotFound",
		"thing:denied#a:-b": "AccessDenied",
	} {
		if got, err := retrieve(t, uri); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, %v", uri, got, err)
		}
	}
}

func TestRetrieved_aConfig(t *testing.T) {
	config, err := retrieved("receivers: {otlp: }\nservice: {pipelines: {traces: {receivers: [otlp]}}}")
	if err != nil {
		t.Fatal(err)
	}
	if conf, err := config.AsConf(); err != nil || !conf.IsSet("receivers::otlp") {
		t.Errorf("%v", err)
	}
	for _, text := range []string{"a: b", "[", "7", "true", ""} {
		other, err := retrieved(text)
		if err != nil {
			t.Fatal(err)
		}
		if raw, err := other.AsRaw(); err != nil || raw != text {
			t.Errorf("%q: %v, %v", text, raw, err)
		}
	}
}

func TestCall_regionAndCredentials(t *testing.T) {
	newService(t)
	for _, test := range []struct{ uri, variable, value, want string }{
		{"thing:who", "AWS_SESSION_TOKEN", "", "key/20"},
		{"thing:who", "AWS_ACCESS_KEY_ID", "", "restored/20"},
	} {
		t.Setenv(test.variable, test.value)
		if got, err := retrieve(t, test.uri); err != nil || !strings.HasPrefix(got.(string), test.want) || !strings.HasSuffix(got.(string), "/eu-west-1/things") {
			t.Errorf("%s=%s: %v, %v", test.variable, test.value, got, err)
		}
	}
	t.Setenv("AWS_CONTAINER_AUTHORIZATION_TOKEN", "wrong")
	if _, err := retrieve(t, "thing:who"); err == nil || !strings.Contains(err.Error(), "there are no credentials: status 403") {
		t.Error(err)
	}
	t.Setenv("AWS_CONTAINER_CREDENTIALS_FULL_URI", "")
	if _, err := retrieve(t, "thing:who"); err == nil || !strings.Contains(err.Error(), "AWS_ACCESS_KEY_ID is not set") {
		t.Error(err)
	}
	t.Setenv("AWS_REGION", "")
	t.Setenv("AWS_DEFAULT_REGION", "")
	if _, err := retrieve(t, "thing:who"); err == nil || !strings.Contains(err.Error(), "AWS_REGION is not set") {
		t.Error(err)
	}
}

func TestEndpoint(t *testing.T) {
	t.Setenv("AWS_ENDPOINT_URL_THINGS", "")
	t.Setenv("AWS_ENDPOINT_URL", "")
	for region, want := range map[string]string{
		"eu-west-1": "https://things.eu-west-1.amazonaws.com/", "cn-north-1": "https://things.cn-north-1.amazonaws.com.cn/",
	} {
		if got := service.endpoint(region); got != want {
			t.Errorf("%s: %s", region, got)
		}
	}
	t.Setenv("AWS_ENDPOINT_URL", "http://localhost:1")
	if got := service.endpoint("eu-west-1"); got != "http://localhost:1/" {
		t.Error(got)
	}
}
