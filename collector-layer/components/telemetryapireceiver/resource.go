package telemetryapireceiver

import (
	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.uber.org/zap"

	"opentelemetry.io/lambda/collector/internal/environment"
)

// newResource returns the function as its SDK would describe it, as far as an extension knows it. The user's own attributes are stronger than
// Lambda's, here and in what is put later.
func newResource(logger *zap.Logger) pcommon.Resource {
	function := environment.CurrentFunction()
	resource := pcommon.NewResource()
	attributes := resource.Attributes()
	attributes.PutStr("cloud.provider", "aws")
	attributes.PutStr("cloud.platform", "aws_lambda")
	put(attributes, "cloud.region", function.Region)
	put(attributes, "service.name", function.Name)
	put(attributes, "faas.name", function.Name)
	put(attributes, "faas.version", function.Version)
	if function.MemoryMB > 0 {
		attributes.PutInt("faas.max_memory", function.MemoryMB*bytesPerMB)
	}
	if _, bad := environment.ResourceAttributes(); len(bad) > 0 {
		logger.Warn("OTEL_RESOURCE_ATTRIBUTES has entries that are not name=value, and are ignored", zap.Strings("entries", bad))
	}
	putOwn(resource)
	return resource
}

func putOwn(resource pcommon.Resource) {
	own, _ := environment.ResourceAttributes()
	for _, attribute := range own {
		resource.Attributes().PutStr(attribute.Name, attribute.Value)
	}
}

func putAccount(resource pcommon.Resource, account string) {
	put(resource.Attributes(), "cloud.account.id", account)
	putOwn(resource)
}

func putInstance(resource pcommon.Resource, record platformRecord) {
	put(resource.Attributes(), "faas.instance", record.InstanceID)
	put(resource.Attributes(), "aws.lambda.runtime_version", record.RuntimeVersion)
	putOwn(resource)
}

func put(attributes pcommon.Map, name, value string) {
	if value != "" {
		attributes.PutStr(name, value)
	}
}
