// Program direct is the Collector of a layer in which nothing stands between OTLP's receiver and its exporter, such as the default one.
package main

import (
	"os"

	"go.opentelemetry.io/collector/confmap"
	"go.opentelemetry.io/collector/confmap/provider/envprovider"
	"go.opentelemetry.io/collector/confmap/provider/fileprovider"
	"go.opentelemetry.io/collector/confmap/provider/yamlprovider"

	"opentelemetry.io/lambda/collector/directcollector"
	"opentelemetry.io/lambda/collector/secretsmanagerprovider"
	"opentelemetry.io/lambda/collector/ssmprovider"
)

// version is the Collector's release, set by the build.
var version = "0"

func main() {
	os.Exit(directcollector.Main(directcollector.Program{
		Version: version,
		Providers: []confmap.ProviderFactory{
			envprovider.NewFactory(), fileprovider.NewFactory(), yamlprovider.NewFactory(), secretsmanagerprovider.NewFactory(), ssmprovider.NewFactory(),
		},
	}))
}
