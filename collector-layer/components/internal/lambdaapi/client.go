// Package lambdaapi speaks Lambda's Extensions API and Telemetry API.
package lambdaapi

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"time"
)

const (
	extensionsPath = "/2020-01-01/extension"
	telemetryPath  = "/2022-07-01/telemetry"

	nameHeader       = "Lambda-Extension-Name"
	identifierHeader = "Lambda-Extension-Identifier"
	featureHeader    = "Lambda-Extension-Accept-Feature"

	maxErrorBytes = 1024
)

// The events that an extension registers for.
const (
	Invoke   = "INVOKE"
	Shutdown = "SHUTDOWN"
)

// Client is one registered extension.
//
// See https://docs.aws.amazon.com/lambda/latest/dg/runtimes-extensions-api.html.
type Client struct {
	base       string
	identifier string
	http       *http.Client
}

// Registration is what Lambda answers to an extension that registers.
type Registration struct {
	FunctionName    string `json:"functionName"`
	FunctionVersion string `json:"functionVersion"`
	Handler         string `json:"handler"`
	AccountID       string `json:"accountId"`
}

// Event is what an extension gets as its next one.
type Event struct {
	Type       string `json:"eventType"`
	DeadlineMs int64  `json:"deadlineMs"`
	RequestID  string `json:"requestId"`
	Reason     string `json:"shutdownReason"`
}

// Deadline is when Lambda ends what the event began.
func (e Event) Deadline() time.Time {
	return time.UnixMilli(e.DeadlineMs)
}

// StatusError is an answer that is no success.
type StatusError struct {
	Request string
	Status  int
	Body    string
}

func (e *StatusError) Error() string {
	return fmt.Sprintf("%s: status %d: %s", e.Request, e.Status, e.Body)
}

// Register registers an extension for events.
//
// The address is host:port, the name the one of the file in /opt/extensions.
func Register(ctx context.Context, address, name string, events ...string) (*Client, Registration, error) {
	// a connection is kept for each of two requests at a time, and no proxy is asked for
	client := &Client{base: "http://" + address, http: &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 2}}}
	var registration Registration
	header, err := client.call(ctx, http.MethodPost, extensionsPath+"/register",
		map[string]string{nameHeader: name, featureHeader: "accountId"}, map[string]any{"events": events}, &registration)
	if err != nil {
		client.Close()
		return nil, Registration{}, err
	}
	client.identifier = header.Get(identifierHeader)
	return client, registration, nil
}

// Next says that the extension is done with the last event, and waits for another one.
func (c *Client) Next(ctx context.Context) (Event, error) {
	var event Event
	_, err := c.call(ctx, http.MethodGet, extensionsPath+"/event/next", c.headers(), nil, &event)
	return event, err
}

// Subscription says which telemetry is to be sent where.
type Subscription struct {
	Types []string
	URI   string
}

// Subscribe subscribes to the Telemetry API; false where there is none, as in some local emulators.
//
// See https://docs.aws.amazon.com/lambda/latest/dg/telemetry-api-reference.html.
func (c *Client) Subscribe(ctx context.Context, subscription Subscription) (bool, error) {
	request := map[string]any{
		"schemaVersion": "2022-12-13",
		"types":         subscription.Types,
		"destination":   map[string]any{"protocol": "HTTP", "URI": subscription.URI},
		// the least that Lambda allows: an invocation is held until its end has been told
		"buffering": map[string]any{"maxItems": 1000, "maxBytes": 262144, "timeoutMs": 25},
	}
	body, err := json.Marshal(request)
	if err != nil {
		return false, err
	}
	response, err := c.send(ctx, http.MethodPut, telemetryPath, c.headers(), body)
	if err != nil {
		return false, err
	}
	defer drain(response)
	if response.StatusCode == http.StatusOK {
		return true, nil
	}
	if response.StatusCode == http.StatusAccepted || response.StatusCode == http.StatusNotFound {
		return false, nil
	}
	return false, statusError(http.MethodPut+" "+telemetryPath, response)
}

// Close closes idle connections.
func (c *Client) Close() {
	c.http.CloseIdleConnections()
}

func (c *Client) headers() map[string]string {
	return map[string]string{identifierHeader: c.identifier}
}

func (c *Client) call(ctx context.Context, method, path string, headers map[string]string, body, result any) (http.Header, error) {
	var content []byte
	if body != nil {
		var err error
		if content, err = json.Marshal(body); err != nil {
			return nil, err
		}
	}
	response, err := c.send(ctx, method, path, headers, content)
	if err != nil {
		return nil, err
	}
	defer drain(response)
	if response.StatusCode != http.StatusOK {
		return nil, statusError(method+" "+path, response)
	}
	if err := json.NewDecoder(response.Body).Decode(result); err != nil {
		return nil, fmt.Errorf("%s %s: %w", method, path, err)
	}
	return response.Header, nil
}

func (c *Client) send(ctx context.Context, method, path string, headers map[string]string, body []byte) (*http.Response, error) {
	request, err := http.NewRequestWithContext(ctx, method, c.base+path, bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	for name, value := range headers {
		request.Header.Set(name, value)
	}
	if body != nil {
		request.Header.Set("Content-Type", "application/json")
	}
	return c.http.Do(request)
}

func statusError(request string, response *http.Response) error {
	body, _ := io.ReadAll(io.LimitReader(response.Body, maxErrorBytes))
	return &StatusError{Request: request, Status: response.StatusCode, Body: string(bytes.TrimSpace(body))}
}

// drain lets the connection be used again.
func drain(response *http.Response) {
	_, _ = io.Copy(io.Discard, io.LimitReader(response.Body, maxErrorBytes))
	_ = response.Body.Close()
}
