// Package sigv4 signs requests to AWS's own OTLP endpoints (X-Ray, CloudWatch Logs) by Signature Version 4.
//
// See https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html.
package sigv4

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"sync"
	"time"
)

const (
	// early is how long before their end credentials are renewed.
	early = 5 * time.Minute
	// maxAnswer bounds what is read of the endpoint of credentials.
	maxAnswer = 64 << 10
)

// Credentials are a key and its secret; the session's token may be empty, and Expires zero.
type Credentials struct {
	Key     string    `json:"AccessKeyId"`
	Secret  string    `json:"SecretAccessKey"`
	Token   string    `json:"Token"`
	Expires time.Time `json:"Expiration"`
}

// Source is where credentials come from: themselves, or else an endpoint with its header Authorization.
type Source struct {
	Credentials
	Endpoint, Authorization string
}

// Transport signs each request, and sends it by another one.
type Transport struct {
	base            http.RoundTripper
	service, region string
	source          Source

	mutex       sync.Mutex
	credentials Credentials
}

// NewTransport returns a transport for the service in the region.
func NewTransport(base http.RoundTripper, service, region string, source Source) *Transport {
	return &Transport{base: base, service: service, region: region, source: source}
}

// Endpoint returns the service and the region of a host such as xray.us-east-1.amazonaws.com; ok is false for any
// other host.
func Endpoint(host string) (service, region string, ok bool) {
	match := regexp.MustCompile(`^(xray|logs)\.([^.]+)\.(amazonaws\.com|amazonaws\.com\.cn|api\.aws)$`).FindStringSubmatch(strings.ToLower(host))
	if match == nil {
		return "", "", false
	}
	return match[1], match[2], true
}

// RoundTrip implements [http.RoundTripper]. A request that has an Authorization already is not signed.
func (t *Transport) RoundTrip(request *http.Request) (*http.Response, error) {
	if request.Header.Get("Authorization") != "" {
		return t.base.RoundTrip(request)
	}
	credentials, err := t.currentCredentials(request.Context())
	if err != nil {
		if request.Body != nil {
			_ = request.Body.Close()
		}
		return nil, err
	}
	var body []byte
	if request.Body != nil {
		body, err = io.ReadAll(request.Body)
		if err = errors.Join(err, request.Body.Close()); err != nil {
			return nil, err
		}
	}
	signed := request.Clone(request.Context())
	signed.Body = io.NopCloser(bytes.NewReader(body))
	signed.Header.Set("X-Amz-Date", time.Now().UTC().Format("20060102T150405Z"))
	if credentials.Token != "" {
		signed.Header.Set("X-Amz-Security-Token", credentials.Token)
	}
	headers := map[string]string{"host": request.URL.Host}
	for _, name := range []string{"Content-Type", "X-Amz-Date", "X-Amz-Security-Token"} {
		if value := signed.Header.Get(name); value != "" {
			headers[strings.ToLower(name)] = value
		}
	}
	path := request.URL.EscapedPath()
	if path == "" {
		path = "/"
	}
	signed.Header.Set("Authorization", t.authorization(credentials, request.Method, path, request.URL.RawQuery, headers, body))
	return t.base.RoundTrip(signed)
}

// authorization returns the header's value; all headers, with names in lower case, are signed. The query's parameters
// are in their order.
func (t *Transport) authorization(credentials Credentials, method, path, query string, headers map[string]string, body []byte) string {
	names := slices.Sorted(maps.Keys(headers))
	lines := []string{method, path, query}
	for _, name := range names {
		lines = append(lines, name+":"+strings.Join(strings.Fields(headers[name]), " "))
	}
	signed := strings.Join(names, ";")
	lines = append(lines, "", signed, hash(body))
	date := headers["x-amz-date"]
	parts := []string{date[:8], t.region, t.service, "aws4_request"}
	scope := strings.Join(parts, "/")
	text := strings.Join([]string{"AWS4-HMAC-SHA256", date, scope, hash([]byte(strings.Join(lines, "\n")))}, "\n")
	key := []byte("AWS4" + credentials.Secret)
	for _, part := range append(parts, text) {
		mac := hmac.New(sha256.New, key)
		mac.Write([]byte(part))
		key = mac.Sum(nil)
	}
	return fmt.Sprintf("AWS4-HMAC-SHA256 Credential=%s/%s, SignedHeaders=%s, Signature=%x", credentials.Key, scope, signed, key)
}

func hash(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

func (t *Transport) currentCredentials(ctx context.Context) (Credentials, error) {
	if t.source.Key != "" && t.source.Secret != "" {
		return t.source.Credentials, nil
	}
	if t.source.Endpoint == "" {
		return Credentials{}, errors.New("AWS_ACCESS_KEY_ID is not set: requests to AWS cannot be signed")
	}
	t.mutex.Lock()
	defer t.mutex.Unlock()
	if t.credentials.Key == "" || !t.credentials.Expires.IsZero() && time.Until(t.credentials.Expires) < early {
		credentials, err := t.load(ctx)
		if err != nil {
			return Credentials{}, err
		}
		t.credentials = credentials
	}
	return t.credentials, nil
}

// load asks the endpoint of credentials, whose errors tell nothing of what it has answered.
func (t *Transport) load(ctx context.Context) (Credentials, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, t.source.Endpoint, nil)
	if err != nil {
		return Credentials{}, err
	}
	if t.source.Authorization != "" {
		request.Header.Set("Authorization", t.source.Authorization)
	}
	// an address of the environment itself: no proxy
	local := &http.Transport{DisableKeepAlives: true}
	response, err := local.RoundTrip(request)
	if err != nil {
		return Credentials{}, err
	}
	defer func() { _ = response.Body.Close() }()
	if response.StatusCode != http.StatusOK {
		return Credentials{}, fmt.Errorf("the endpoint of credentials answered %s", response.Status)
	}
	var credentials Credentials
	err = json.NewDecoder(io.LimitReader(response.Body, maxAnswer)).Decode(&credentials)
	if err != nil || credentials.Key == "" || credentials.Secret == "" {
		return Credentials{}, errors.New("the endpoint of credentials answered something else")
	}
	return credentials, nil
}
