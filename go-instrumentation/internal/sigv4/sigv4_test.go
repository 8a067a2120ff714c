package sigv4

import (
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// TestAuthorization_ofAWSsTestVectors has AWS's published test vectors, with a key that no account has.
func TestAuthorization_ofAWSsTestVectors(t *testing.T) {
	key := Credentials{Key: "AKIDEXAMPLE", Secret: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"}
	transport := NewTransport(nil, "service", "us-east-1", Source{})
	for _, vector := range []struct {
		name, method, query string
		headers             map[string]string
		body, signature     string
	}{
		{name: "get-vanilla", method: "GET", signature: "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31"},
		{name: "post-vanilla", method: "POST", signature: "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b"},
		{
			name: "get-vanilla-query-order-key-case", method: "GET", query: "Param1=value1&Param2=value2",
			signature: "b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500",
		},
		{
			name: "get-header-value-trim", method: "GET",
			headers:   map[string]string{"my-header1": " value1", "my-header2": ` "a   b   c"`},
			signature: "acc3ed3afb60bb290fc8d2dd0098b9911fcaa05412b367055dee359757a9c736",
		},
		{
			name: "post-x-www-form-urlencoded", method: "POST",
			headers: map[string]string{"content-type": "application/x-www-form-urlencoded"}, body: "Param1=value1",
			signature: "ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a",
		},
	} {
		headers := map[string]string{"host": "example.amazonaws.com", "x-amz-date": "20150830T123600Z"}
		maps.Copy(headers, vector.headers)
		want := "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, SignedHeaders=" +
			strings.Join(slices.Sorted(maps.Keys(headers)), ";") + ", Signature=" + vector.signature
		if got := transport.authorization(key, vector.method, "/", vector.query, headers, []byte(vector.body)); got != want {
			t.Errorf("%s: %s, not %s", vector.name, got, want)
		}
	}
}

func TestEndpoint_isOnlyOneOfAWSs(t *testing.T) {
	for host, want := range map[string]string{
		"xray.eu-central-1.amazonaws.com":               "xray eu-central-1",
		"logs.us-gov-west-1.amazonaws.com":              "logs us-gov-west-1",
		"XRAY.cn-north-1.amazonaws.com.cn":              "xray cn-north-1",
		"xray.us-east-1.api.aws":                        "xray us-east-1",
		"xray.us-east-1.amazonaws.com.example.com":      "",
		"sqs.us-east-1.amazonaws.com":                   "",
		"collector.execute-api.us-east-1.amazonaws.com": "",
		"localhost": "",
	} {
		service, region, _ := Endpoint(host)
		if got := strings.TrimSpace(service + " " + region); got != want {
			t.Errorf("%s: %q, not %q", host, got, want)
		}
	}
}

// recorder is a transport that keeps the last request.
type recorder struct {
	request *http.Request
	body    string
}

func (r *recorder) RoundTrip(request *http.Request) (*http.Response, error) {
	body, err := io.ReadAll(request.Body)
	r.request, r.body = request, string(body)
	return &http.Response{StatusCode: http.StatusOK, Body: http.NoBody, Request: request}, err
}

func send(t *testing.T, source Source) (*recorder, error) {
	t.Helper()
	sent := &recorder{}
	request, err := http.NewRequest(http.MethodPost, "https://xray.eu-central-1.amazonaws.com/v1/traces", strings.NewReader("spans"))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/x-protobuf")
	_, err = NewTransport(sent, "xray", "eu-central-1", source).RoundTrip(request)
	if request.Header.Get("Authorization") != "" {
		t.Error("the caller's request is changed")
	}
	return sent, err
}

func checkSigned(t *testing.T, sent *recorder, key string) {
	t.Helper()
	want := regexp.MustCompile(`^AWS4-HMAC-SHA256 Credential=` + key + `/\d{8}/eu-central-1/xray/aws4_request, ` +
		`SignedHeaders=content-type;host;x-amz-date;x-amz-security-token, Signature=[0-9a-f]{64}$`)
	if got := sent.request.Header.Get("Authorization"); !want.MatchString(got) {
		t.Errorf("Authorization: %s", got)
	}
	if got := sent.request.Header.Get("X-Amz-Security-Token"); got != "session" || sent.body != "spans" {
		t.Errorf("token %q, body %q", got, sent.body)
	}
}

func TestRoundTrip_signsByTheFunctionsCredentials(t *testing.T) {
	sent, err := send(t, Source{Credentials: Credentials{Key: "ASIAROLE", Secret: "secret", Token: "session"}})
	if err != nil {
		t.Fatal(err)
	}
	checkSigned(t, sent, "ASIAROLE")
}

func TestRoundTrip_signsByCredentialsOfAnEndpoint(t *testing.T) {
	var authorization string
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		authorization = r.Header.Get("Authorization")
		_, _ = io.WriteString(w, `{"AccessKeyId": "ASIARESTORED", "SecretAccessKey": "secret", "Token": "session", "Expiration": "2099-01-01T00:00:00Z"}`)
	}))
	defer server.Close()
	sent, err := send(t, Source{Endpoint: server.URL, Authorization: "restored"})
	if err != nil {
		t.Fatal(err)
	}
	if authorization != "restored" {
		t.Errorf("Authorization of the endpoint: %q", authorization)
	}
	checkSigned(t, sent, "ASIARESTORED")
}

func TestRoundTrip_saysWhatIsWrongWithCredentials(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		_, _ = io.WriteString(w, `{"AccessKeyId": "KEY"}`)
	}))
	defer server.Close()
	for want, source := range map[string]Source{
		"AWS_ACCESS_KEY_ID is not set: requests to AWS cannot be signed": {},
		"the endpoint of credentials answered something else":            {Endpoint: server.URL},
	} {
		if sent, err := send(t, source); err == nil || err.Error() != want || sent.request != nil {
			t.Errorf("%v, not %s", err, want)
		}
	}
}
