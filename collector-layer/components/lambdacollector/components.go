package lambdacollector

import (
	"fmt"
	"io"
	"os"
	"slices"

	"go.opentelemetry.io/collector/component"
)

// components lists what the program is built from.
func components(program Program, to io.Writer) int {
	factories, err := program.Factories()
	if err != nil {
		return fail(os.Stderr, err)
	}
	list(to, "receiver", factories.Receivers)
	list(to, "processor", factories.Processors)
	list(to, "exporter", factories.Exporters)
	list(to, "connector", factories.Connectors)
	list(to, "extension", factories.Extensions)
	return 0
}

func list[F component.Factory](to io.Writer, kind string, factories map[component.Type]F) {
	var names []string
	for name := range factories {
		names = append(names, name.String())
	}
	slices.Sort(names)
	for _, name := range names {
		fmt.Fprintln(to, kind, name)
	}
}
