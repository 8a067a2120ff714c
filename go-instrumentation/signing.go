package otel

import (
	"crypto/tls"
	"crypto/x509"
	"net/http"
	"net/url"
	"os"
	"time"

	"opentelemetry.io/lambda/otel/internal/diagnostics"
	"opentelemetry.io/lambda/otel/internal/sigv4"
)

// clientOfAWS returns a client that signs its requests, by the credentials of the function's role; nil if the endpoint
// is none of AWS's. Such an endpoint takes no client's certificate.
func (s settings) clientOfAWS(endpoint string) *http.Client {
	parsed, err := url.Parse(endpoint)
	if err != nil {
		return nil
	}
	service, region, ok := sigv4.Endpoint(parsed.Host)
	if !ok {
		return nil
	}
	transport := &http.Transport{Proxy: http.ProxyFromEnvironment, ForceAttemptHTTP2: true, TLSClientConfig: s.authorities()}
	name, _ := s.ofTraces("TIMEOUT")
	return &http.Client{
		Timeout:   time.Duration(s.number(name, 10_000, 0)) * time.Millisecond,
		Transport: sigv4.NewTransport(transport, service, region, s.credentials()),
	}
}

func (s settings) credentials() sigv4.Source {
	return sigv4.Source{
		Credentials: sigv4.Credentials{
			Key: s.text("AWS_ACCESS_KEY_ID"), Secret: s.text("AWS_SECRET_ACCESS_KEY"), Token: s.text("AWS_SESSION_TOKEN"),
		},
		Endpoint:      s.text("AWS_CONTAINER_CREDENTIALS_FULL_URI"),
		Authorization: s.text("AWS_CONTAINER_AUTHORIZATION_TOKEN"),
	}
}

// authorities returns the TLS settings for a CA of the user's own, such as a proxy's that opens TLS; nil without.
func (s settings) authorities() *tls.Config {
	name, file := s.ofTraces("CERTIFICATE")
	if file == "" {
		return nil
	}
	text, err := os.ReadFile(file)
	pool := x509.NewCertPool()
	if err != nil || !pool.AppendCertsFromPEM(text) {
		diagnostics.Warn("%s=%s: not a file with certificates; using the system's", name, file)
		return nil
	}
	return &tls.Config{RootCAs: pool, MinVersion: tls.VersionTLS12}
}
