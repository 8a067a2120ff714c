package leanotlphttpexporter

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/consumer"
	"go.opentelemetry.io/collector/consumer/consumererror"
	"go.opentelemetry.io/collector/exporter"
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

// client exports one signal. It has no queue of its own, and tries once.
type client struct {
	config    *Config
	url       string
	userAgent string
	logger    *zap.Logger
	transport *http.Transport
	http      *http.Client
}

func newClient(config *Config, endpoint, path string, settings exporter.Settings) (*client, error) {
	url, err := config.url(endpoint, path)
	if err != nil {
		return nil, err
	}
	transport := http.DefaultTransport.(*http.Transport).Clone()
	return &client{
		config:    config,
		url:       url,
		userAgent: settings.BuildInfo.Description + "/" + settings.BuildInfo.Version,
		logger:    settings.Logger,
		transport: transport,
		http:      &http.Client{Transport: transport, Timeout: config.Timeout},
	}, nil
}

// Start looks for the extension that authenticates.
func (c *client) Start(_ context.Context, host component.Host) error {
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
func (c *client) Shutdown(context.Context) error {
	c.transport.CloseIdleConnections()
	return nil
}

// Capabilities says that data is not changed.
func (c *client) Capabilities() consumer.Capabilities {
	return consumer.Capabilities{MutatesData: false}
}

func (c *client) export(ctx context.Context, marshal func() ([]byte, error)) error {
	body, err := marshal()
	if err != nil {
		return consumererror.NewPermanent(err)
	}
	request, err := c.request(ctx, body)
	if err != nil {
		return consumererror.NewPermanent(err)
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

func (c *client) request(ctx context.Context, body []byte) (*http.Request, error) {
	compress := c.config.Compression == "gzip" && len(body) >= compressFrom
	if compress {
		var err error
		if body, err = zip(body); err != nil {
			return nil, err
		}
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, c.url, bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	request.Header.Set("Content-Type", "application/x-protobuf")
	request.Header.Set("User-Agent", c.userAgent)
	if compress {
		request.Header.Set("Content-Encoding", "gzip")
	}
	for name, value := range c.config.Headers {
		request.Header.Set(name, string(value))
	}
	return request, nil
}

func zip(body []byte) ([]byte, error) {
	var zipped bytes.Buffer
	writer, err := gzip.NewWriterLevel(&zipped, gzip.BestSpeed)
	if err != nil {
		return nil, err
	}
	if _, err := writer.Write(body); err != nil {
		return nil, err
	}
	err = writer.Close()
	return zipped.Bytes(), err
}

func (c *client) tellRejected(response *http.Response, body []byte) {
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
	default:
		return consumererror.NewPermanent(err)
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
