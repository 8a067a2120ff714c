package otel

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"
)

// extensionsAPI is Lambda's Extensions API (2020-01-01), as far as an internal extension needs it.
type extensionsAPI struct {
	url        string
	client     http.Client
	identifier string
}

// newExtensionsAPI takes host:port.
func newExtensionsAPI(address string) *extensionsAPI {
	// no proxy, as the API is local; no timeout, as the next invocation may be hours away
	return &extensionsAPI{url: "http://" + address + "/2020-01-01/extension", client: http.Client{Transport: &http.Transport{}}}
}

// register registers for INVOKE.
func (a *extensionsAPI) register() error {
	request, err := http.NewRequest(http.MethodPost, a.url+"/register", strings.NewReader(`{"events":["INVOKE"]}`))
	if err != nil {
		return err
	}
	request.Header.Set("Lambda-Extension-Name", "otel-go")
	request.Header.Set("Content-Type", "application/json")
	response, _, err := a.exchange(request)
	if err != nil {
		return err
	}
	a.identifier = response.Header.Get("Lambda-Extension-Identifier")
	if a.identifier == "" {
		return fmt.Errorf("the registration has no identifier")
	}
	return nil
}

// next waits for the next invocation; it returns its request id and its deadline.
func (a *extensionsAPI) next() (requestID string, deadline time.Time, err error) {
	request, err := http.NewRequest(http.MethodGet, a.url+"/event/next", http.NoBody)
	if err != nil {
		return "", time.Time{}, err
	}
	request.Header.Set("Lambda-Extension-Identifier", a.identifier)
	_, body, err := a.exchange(request)
	if err != nil {
		return "", time.Time{}, err
	}
	var event struct {
		RequestID  string `json:"requestId"`
		DeadlineMs int64  `json:"deadlineMs"`
	}
	if err := json.Unmarshal(body, &event); err != nil || event.RequestID == "" {
		return "", time.Time{}, fmt.Errorf("not an INVOKE event: %s", body)
	}
	return event.RequestID, time.UnixMilli(event.DeadlineMs), nil
}

func (a *extensionsAPI) exchange(request *http.Request) (*http.Response, []byte, error) {
	response, err := a.client.Do(request)
	if err != nil {
		return nil, nil, err
	}
	defer func() { _ = response.Body.Close() }()
	body, err := io.ReadAll(response.Body)
	if err == nil && response.StatusCode != http.StatusOK {
		err = fmt.Errorf("%s was answered with %s", request.URL.Path, response.Status)
	}
	return response, body, err
}
