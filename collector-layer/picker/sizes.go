package main

import (
	"fmt"
	"io"
	"os"
	"time"
)

// print tells what is built in, and about how many MB of the binary each has for itself, where that is known.
func (s *selection) print(to io.Writer, costs map[string]int64) {
	if s.direct() {
		fmt.Fprintln(to, "nothing stands between receivers and otlp_http: requests are passed on without decoding, by a small program with")
	}
	for _, class := range []string{"receiver", "processor", "exporter", "connector", "extension", "provider"} {
		for _, component := range s.of(class) {
			size := ""
			if cost, ok := costs[class+" "+component.kind]; ok {
				size = fmt.Sprintf("%5.1f MB  ", megabytes(cost))
			}
			fmt.Fprintf(to, "  %-10s %-24s %s%s\n", class, component.kind, size, component.module)
		}
	}
	for _, note := range s.notes {
		fmt.Fprintln(to, note)
	}
}

func (m module) String() string {
	if m.path == ownModule {
		return "the layer's own " + m.pkg[len(ownModule)+1:]
	}
	return m.path + " " + m.version
}

func printSizes(to io.Writer, binary, output string, took time.Duration) error {
	unzipped, err := os.Stat(binary)
	if err != nil {
		return err
	}
	zipped, err := os.Stat(output)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(to, "%s: %.1f MB, unzipped %.1f MB, in %.0f s\n", output, megabytes(zipped.Size()), megabytes(unzipped.Size()), took.Seconds())
	return err
}

func megabytes(bytes int64) float64 {
	return float64(bytes) / (1 << 20)
}
