package lambdacollector

import (
	"fmt"
	"io"
	"slices"

	"go.opentelemetry.io/collector/component"
)

// List writes what the program is built from.
func (p Program) List(to io.Writer) error {
	factories, err := p.Factories()
	if err != nil {
		return err
	}
	list(to, "receiver", factories.Receivers)
	list(to, "processor", factories.Processors)
	list(to, "exporter", factories.Exporters)
	list(to, "connector", factories.Connectors)
	list(to, "extension", factories.Extensions)
	return nil
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
