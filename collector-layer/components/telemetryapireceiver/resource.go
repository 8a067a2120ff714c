package telemetryapireceiver

import (
	"go.opentelemetry.io/collector/pdata/pcommon"

	"opentelemetry.io/lambda/collector/internal/environment"
)

// newResource returns the function as its SDK would describe it, as far as an extension knows it.
func newResource() pcommon.Resource {
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
	return resource
}

func putAccount(resource pcommon.Resource, account string) {
	put(resource.Attributes(), "cloud.account.id", account)
}

func putInstance(resource pcommon.Resource, record platformRecord) {
	put(resource.Attributes(), "faas.instance", record.InstanceID)
	put(resource.Attributes(), "aws.lambda.runtime_version", record.RuntimeVersion)
}

func put(attributes pcommon.Map, name, value string) {
	if value != "" {
		attributes.PutStr(name, value)
	}
}
