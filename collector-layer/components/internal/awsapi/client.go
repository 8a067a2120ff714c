package awsapi

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	"opentelemetry.io/lambda/collector/internal/environment"
)

const (
	timeout      = 10 * time.Second
	maxAnswer    = 1 << 20
	amzJSON      = "application/x-amz-json-1.1"
	chinaRegions = "cn-"
)

// Service is one that speaks JSON.
type Service struct {
	// Name is that of the host and of the signature.
	Name string
	// Variable is the end of AWS_ENDPOINT_URL_….
	Variable string
	// Target is what the operations' names begin with.
	Target string
}

// Error is one of the service's.
type Error struct {
	Type    string
	Message string
}

func (e *Error) Error() string {
	return strings.TrimSuffix(e.Type+": "+e.Message, ": ")
}

// Call calls an operation in a region, by default the function's.
func (s Service) Call(ctx context.Context, region, operation string, input, output any) error {
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	aws := environment.CurrentAWS()
	if region == "" {
		region = aws.Region
	}
	if region == "" {
		return errors.New("AWS_REGION is not set")
	}
	credentials, err := credentials(ctx, aws)
	if err != nil {
		return err
	}
	body, err := json.Marshal(input)
	if err != nil {
		return err
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, s.endpoint(region), bytes.NewReader(body))
	if err != nil {
		return err
	}
	request.Header.Set("Content-Type", amzJSON)
	request.Header.Set("X-Amz-Target", s.Target+"."+operation)
	sign(request, body, credentials, region, s.Name, time.Now())
	return do(request, output)
}

func (s Service) endpoint(region string) string {
	if endpoint := environment.AWSEndpoint(s.Variable); endpoint != "" {
		return strings.TrimSuffix(endpoint, "/") + "/"
	}
	domain := "amazonaws.com"
	if strings.HasPrefix(region, chinaRegions) {
		domain += ".cn"
	}
	return "https://" + s.Name + "." + region + "." + domain + "/"
}

// credentials returns those of the environment, or of the place that it names.
func credentials(ctx context.Context, aws environment.AWS) (Credentials, error) {
	if aws.AccessKey != "" {
		return Credentials{aws.AccessKey, aws.SecretKey, aws.SessionToken}, nil
	}
	if aws.CredentialsURI == "" {
		return Credentials{}, errors.New("there are no credentials: AWS_ACCESS_KEY_ID is not set")
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, aws.CredentialsURI, nil)
	if err != nil {
		return Credentials{}, err
	}
	request.Header.Set("Authorization", aws.CredentialsToken)
	var found struct {
		AccessKey    string `json:"AccessKeyId"`
		SecretKey    string `json:"SecretAccessKey"`
		SessionToken string `json:"Token"`
	}
	if err := do(request, &found); err != nil {
		return Credentials{}, fmt.Errorf("there are no credentials: %w", err)
	}
	return Credentials(found), nil
}

func do(request *http.Request, output any) error {
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return err
	}
	defer func() { _ = response.Body.Close() }()
	content, err := io.ReadAll(io.LimitReader(response.Body, maxAnswer))
	if err != nil {
		return err
	}
	if response.StatusCode == http.StatusOK {
		return json.Unmarshal(content, output)
	}
	var failure struct {
		Type    string `json:"__type"`
		Message string `json:"message"`
		Other   string `json:"Message"`
	}
	_ = json.Unmarshal(content, &failure)
	// some services name the type with a namespace
	kind := failure.Type[strings.LastIndex(failure.Type, "#")+1:]
	if kind == "" {
		kind = fmt.Sprintf("status %d", response.StatusCode)
	}
	if failure.Message == "" {
		failure.Message = failure.Other
	}
	return &Error{kind, failure.Message}
}
