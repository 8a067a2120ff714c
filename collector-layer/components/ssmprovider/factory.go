// Package ssmprovider provides parameters of AWS Systems Manager, decrypted: ssm:NAME-OR-ARN.
package ssmprovider

import (
	"context"

	"go.opentelemetry.io/collector/confmap"

	"opentelemetry.io/lambda/collector/internal/awsapi"
)

// service is https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetParameter.html.
var service = awsapi.Service{Name: "ssm", Variable: "SSM", Target: "AmazonSSM"}

// NewFactory returns the provider's factory.
func NewFactory() confmap.ProviderFactory {
	return awsapi.NewProviderFactory("ssm", "ParameterNotFound", get)
}

func get(ctx context.Context, region, name string) (string, error) {
	var answer struct {
		Parameter struct{ Value string }
	}
	err := service.Call(ctx, region, "GetParameter", map[string]any{"Name": name, "WithDecryption": true}, &answer)
	return answer.Parameter.Value, err
}
