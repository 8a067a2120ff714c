// Package otlphttp sends OTLP over HTTP.
package otlphttp

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	"go.opentelemetry.io/collector/component"
	"go.uber.org/zap"
)

const (
	maxResponseBytes = 64 << 10
	// compressFrom is the size from which compressing makes up for what it costs.
	compressFrom = 1024
)

// authenticator is what extensions that authenticate requests implement.
type authenticator interface {
	RoundTripper(base http.RoundTripper) (http.RoundTripper, error)
}

// Permanent is an error that is there whenever the request is tried again.
type Permanent struct {
	error
	any bool // whether it is there for any request
}

// Unwrap returns the error itself.
func (p *Permanent) Unwrap() error { return p.error }

// RefusesAll tells whether no other request would be accepted, either, so that none need be sent to find out.
func (p *Permanent) RefusesAll() bool { return p.any }

// IsPermanent tells whether an error is one.
func IsPermanent(err error) bool {
	var permanent *Permanent
	return errors.As(err, &permanent)
}

// Client sends the requests of one signal. It has no queue of its own, and tries once.
type Client struct {
	config    *Config
	url       string
	userAgent string
	logger    *zap.Logger
	transport *http.Transport
	http      *http.Client
}

// NewClient returns one for the signal's own endpoint in the config, or its path below the endpoint of all.
func NewClient(config *Config, endpoint, path string, build component.BuildInfo, logger *zap.Logger) (*Client, error) {
	url, err := config.URL(endpoint, path)
	if err != nil {
		return nil, err
	}
	transport := http.DefaultTransport.(*http.Transport).Clone()
	return &Client{
		config:    config,
		url:       url,
		userAgent: build.Description + "/" + build.Version,
		logger:    logger,
		transport: transport,
		http:      &http.Client{Transport: transport, Timeout: config.Timeout},
	}, nil
}

// Compresses tells whether a request of that size is compressed.
func (c *Client) Compresses(size int) bool {
	return c.config.Compression == "gzip" && size >= compressFrom
}

// Start looks for the extension that authenticates.
func (c *Client) Start(_ context.Context, host component.Host) error {
	if c.config.Auth == nil {
		return nil
	}
	id := c.config.Auth.Authenticator
	extension, ok := host.GetExtensions()[id].(authenticator)
	if !ok {
		return fmt.Errorf("auth::authenticator: %s is no extension that authenticates HTTP requests", id)
	}
	transport, err := extension.RoundTripper(c.transport)
	c.http.Transport = transport
	return err
}

// Shutdown closes the connections.
func (c *Client) Shutdown(context.Context) error {
	c.transport.CloseIdleConnections()
	return nil
}

// Send sends a request's body, which may be compressed, and tells what of it the backend has rejected.
func (c *Client) Send(ctx context.Context, body []byte, compressed bool) error {
	request, err := c.request(ctx, body, compressed)
	if err != nil {
		return &Permanent{err, true}
	}
	response, err := c.http.Do(request)
	if err != nil {
		return err
	}
	defer func() { _ = response.Body.Close() }()
	content, err := io.ReadAll(io.LimitReader(response.Body, maxResponseBytes))
	if response.StatusCode >= 200 && response.StatusCode < 300 {
		if err != nil {
			return err // the answer was cut off: whether the data was received cannot be known
		}
		c.tellRejected(response, content)
		return nil
	}
	return statusError(request, response, content)
}

func (c *Client) request(ctx context.Context, body []byte, compressed bool) (*http.Request, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, c.url, bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	request.Header.Set("Content-Type", "application/x-protobuf")
	request.Header.Set("User-Agent", c.userAgent)
	if compressed {
		request.Header.Set("Content-Encoding", "gzip")
	}
	for name, value := range c.config.Headers {
		request.Header.Set(name, string(value))
	}
	return request, nil
}

func (c *Client) tellRejected(response *http.Response, body []byte) {
	read := rejected
	switch kind, _, _ := strings.Cut(response.Header.Get("Content-Type"), ";"); strings.TrimSpace(kind) {
	case "application/x-protobuf":
	case "application/json":
		read = rejectedInJSON
	default:
		return
	}
	if count, message := read(body); count > 0 || message != "" {
		c.logger.Warn("rejected by the backend", zap.Uint64("items", count), zap.String("reason", message))
	}
}

// statusError is permanent unless OTLP says that the request may be tried again.
func statusError(request *http.Request, response *http.Response, body []byte) error {
	err := fmt.Errorf("%s: status %d", request.URL.Redacted(), response.StatusCode)
	if text := firstLine(body); text != "" {
		err = errors.Join(err, errors.New(text))
	}
	switch response.StatusCode {
	case http.StatusTooManyRequests, http.StatusServiceUnavailable:
		if wait := retryAfter(response, time.Now()); wait > 0 {
			return &throttled{err, wait}
		}
		return err
	case http.StatusBadGateway, http.StatusGatewayTimeout:
		return err
	case http.StatusUnauthorized, http.StatusPaymentRequired, http.StatusForbidden, http.StatusNotFound, http.StatusMethodNotAllowed,
		http.StatusProxyAuthRequired, http.StatusNotImplemented:
		return &Permanent{err, true}
	default:
		return &Permanent{err, false}
	}
}

// firstLine returns the beginning of a text; "" for what is none.
func firstLine(body []byte) string {
	const most = 200
	line, _, _ := bytes.Cut(body[:min(len(body), most)], []byte("\n"))
	for _, b := range line {
		if b < ' ' || b > '~' {
			return ""
		}
	}
	return string(line)
}
