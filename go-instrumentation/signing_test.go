package otel_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"io"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
)

const hostOfXRay = "xray.eu-central-1.amazonaws.com"

// certificate returns one for X-Ray's host that signs itself, and writes it to the file.
func certificate(t *testing.T, file string) tls.Certificate {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), DNSNames: []string{hostOfXRay}, IsCA: true, BasicConstraintsValid: true,
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}), 0o600); err != nil {
		t.Fatal(err)
	}
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}
}

// proxyTo returns a proxy's address, which takes any CONNECT to the target.
func proxyTo(t *testing.T, target string) string {
	proxy := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		there, err := net.Dial("tcp", target)
		if err != nil || r.Method != http.MethodConnect {
			http.Error(w, "no", http.StatusBadGateway)
			return
		}
		here, _, err := w.(http.Hijacker).Hijack()
		if err != nil {
			_ = there.Close()
			return
		}
		_, _ = io.WriteString(here, "HTTP/1.1 200 Established\r\n\r\n")
		go func() {
			_, _ = io.Copy(there, here)
			_ = there.Close()
		}()
		_, _ = io.Copy(here, there)
		_ = here.Close()
	}))
	t.Cleanup(proxy.Close)
	return proxy.URL
}

func TestProcess_requestsToAWSAreSigned(t *testing.T) {
	file := filepath.Join(t.TempDir(), "ca.pem")
	headers := make(chan http.Header, 9)
	b := &backend{}
	b.Server = httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		headers <- r.Header
		b.receive(w, r)
	}))
	b.TLS = &tls.Config{Certificates: []tls.Certificate{certificate(t, file)}}
	b.StartTLS()
	t.Cleanup(b.Close)
	e := newEnvironment(t, conformanceFunction(t), map[string]string{
		"OTEL_EXPORTER_OTLP_TRACES_ENDPOINT": "https://" + hostOfXRay + "/v1/traces",
		"OTEL_EXPORTER_OTLP_CERTIFICATE":     file,
		"https_proxy":                        proxyTo(t, strings.TrimPrefix(b.URL, "https://")),
		"AWS_ACCESS_KEY_ID":                  "ASIAROLE",
		"AWS_SECRET_ACCESS_KEY":              "secret",
		"AWS_SESSION_TOKEN":                  "session",
	})
	e.invoke([]byte(`{}`), nil, time.Minute)
	if spans := b.await(t); len(spans) != 1 {
		t.Errorf("%d spans", len(spans))
	}
	sent := <-headers
	want := regexp.MustCompile(`^AWS4-HMAC-SHA256 Credential=ASIAROLE/\d{8}/eu-central-1/xray/aws4_request, ` +
		`SignedHeaders=content-type;host;x-amz-date;x-amz-security-token, Signature=[0-9a-f]{64}$`)
	if got := sent.Get("Authorization"); !want.MatchString(got) || sent.Get("X-Amz-Security-Token") != "session" {
		t.Errorf("Authorization: %s", got)
	}
	if log := e.log.String(); strings.Contains(log, "[otel]") {
		t.Error(log)
	}
}

func TestProcess_withoutCredentialsALineSaysSo(t *testing.T) {
	e := newEnvironment(t, conformanceFunction(t), map[string]string{
		"OTEL_EXPORTER_OTLP_TRACES_ENDPOINT": "https://" + hostOfXRay + "/v1/traces",
	})
	if answer := e.invoke([]byte(`{}`), nil, time.Minute); answer.isError || answer.hasEnded {
		t.Errorf("the function fails: %s", answer.body)
	}
	const line = "requests to AWS cannot be signed"
	if log := e.log.await(line, 0); !strings.Contains(log, line) {
		t.Error(log)
	}
}
