// Package secretsmanagerprovider provides secrets of AWS Secrets Manager: secretsmanager:NAME-OR-ARN.
package secretsmanagerprovider

import (
	"context"
	"errors"

	"go.opentelemetry.io/collector/confmap"

	"opentelemetry.io/lambda/collector/internal/awsapi"
)

// service is https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetSecretValue.html.
var service = awsapi.Service{Name: "secretsmanager", Variable: "SECRETS_MANAGER", Target: "secretsmanager"}

// NewFactory returns the provider's factory.
func NewFactory() confmap.ProviderFactory {
	return awsapi.NewProviderFactory("secretsmanager", "ResourceNotFoundException", get)
}

func get(ctx context.Context, region, name string) (string, error) {
	var answer struct {
		SecretString *string
	}
	err := service.Call(ctx, region, "GetSecretValue", map[string]string{"SecretId": name}, &answer)
	if err != nil {
		return "", err
	}
	if answer.SecretString == nil {
		return "", errors.New("the secret is binary, and no text")
	}
	return *answer.SecretString, nil
}
