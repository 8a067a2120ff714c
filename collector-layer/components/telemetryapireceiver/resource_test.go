package telemetryapireceiver

import (
	"maps"
	"testing"

	"go.uber.org/zap"
	"go.uber.org/zap/zaptest/observer"
)

func TestResource_theUsersAttributesAreStronger(t *testing.T) {
	t.Setenv("AWS_LAMBDA_FUNCTION_NAME", "orders")
	t.Setenv("AWS_REGION", "eu-west-1")
	t.Setenv("OTEL_RESOURCE_ATTRIBUTES", "team=a%2Cb, cloud.account.id=1,faas.instance=mine,service.name=weaker,bad,=x,y=%zz,")
	t.Setenv("OTEL_SERVICE_NAME", "shop")
	core, lines := observer.New(zap.WarnLevel)
	resource := newResource(zap.New(core))
	putAccount(resource, "123456789012")
	putInstance(resource, platformRecord{InstanceID: "i", RuntimeVersion: "python:3.13"})
	want := map[string]any{
		"cloud.provider": "aws", "cloud.platform": "aws_lambda", "cloud.region": "eu-west-1", "cloud.account.id": "1",
		"service.name": "shop", "team": "a,b", "faas.name": "orders", "faas.instance": "mine", "aws.lambda.runtime_version": "python:3.13",
	}
	if got := resource.Attributes().AsRaw(); !maps.Equal(got, want) {
		t.Errorf("%v", got)
	}
	if lines.Len() != 1 {
		t.Errorf("%v", lines.All())
	}
}

func TestResource_withoutTheUsersAttributes(t *testing.T) {
	t.Setenv("AWS_LAMBDA_FUNCTION_NAME", "orders")
	t.Setenv("OTEL_RESOURCE_ATTRIBUTES", "")
	t.Setenv("OTEL_SERVICE_NAME", " ")
	resource := newResource(zap.NewNop())
	if name, _ := resource.Attributes().Get("service.name"); name.Str() != "orders" {
		t.Errorf("%v", resource.Attributes().AsRaw())
	}
}
