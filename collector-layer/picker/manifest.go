package main

import (
	"fmt"
	"slices"
	"strings"
)

// sources is where the layer's own modules are, seen from target/build/…/source: the program has it in its build information, which is to be
// the same everywhere.
const sources = "../../../../"

// manifest is the file from which the OpenTelemetry Collector Builder makes the program's components.go and go.mod.
func (s *selection) manifest(output string) string {
	var text strings.Builder
	fmt.Fprintf(&text, "dist:\n  module: %s/layer\n  name: collector\n  description: OpenTelemetry Collector for AWS Lambda\n"+
		"  version: %s\n  output_path: %s\n", ownModule, strings.TrimPrefix(betaVersion, "v"), output)
	for _, class := range []string{"extension", "receiver", "processor", "exporter", "connector", "provider"} {
		fmt.Fprintf(&text, "%ss:\n", class)
		for _, component := range s.of(class) {
			fmt.Fprintf(&text, "  - gomod: %s %s\n    import: %s\n", component.module.path, component.module.version, component.module.pkg)
		}
	}
	fmt.Fprintf(&text, "telemetry:\n  gomod: %s %s\n  import: %s\n", s.telemetry.path, s.telemetry.version, s.telemetry.pkg)
	fmt.Fprintf(&text, "replaces:\n  - %s => %s\n", ownModule, sources+"components")
	if s.lean {
		fmt.Fprintf(&text, "  - go.opentelemetry.io/contrib/otelconf => %s\n", sources+"otelconf")
	}
	return text.String()
}

// of returns the components of a class, in an order that does not depend on the config's.
func (s *selection) of(class string) []component {
	var found []component
	for _, component := range s.components {
		if component.class == class {
			found = append(found, component)
		}
	}
	slices.SortFunc(found, func(a, b component) int { return strings.Compare(a.module.pkg, b.module.pkg) })
	return found
}

// program is the main package, in place of the Builder's own.
func (s *selection) program() string {
	var text strings.Builder
	text.WriteString("// Program collector is the Collector of a Lambda layer.\npackage main\n\nimport (\n\t\"os\"\n\n" +
		"\t\"go.opentelemetry.io/collector/confmap\"\n\t\"" + ownModule + "/lambdacollector\"\n")
	for i, provider := range s.of("provider") {
		fmt.Fprintf(&text, "\tprovider%d %q\n", i, provider.module.pkg)
	}
	text.WriteString(")\n\nfunc main() {\n\tos.Exit(lambdacollector.Main(lambdacollector.Program{\n")
	fmt.Fprintf(&text, "\t\tVersion:   %q,\n\t\tFactories: components,\n\t\tProviders: []confmap.ProviderFactory{\n",
		strings.TrimPrefix(betaVersion, "v"))
	for i := range s.of("provider") {
		fmt.Fprintf(&text, "\t\t\tprovider%d.NewFactory(),\n", i)
	}
	text.WriteString("\t\t},\n\t}))\n}\n")
	return text.String()
}
