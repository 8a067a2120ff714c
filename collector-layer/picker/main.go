// Program picker builds a Collector layer for AWS Lambda from the components that a Collector config names.
package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		var usage usageError
		fmt.Fprintln(os.Stderr, "run.sh:", err)
		if errors.As(err, &usage) {
			os.Exit(2)
		}
		os.Exit(1)
	}
}

func run(args []string) error {
	if len(args) == 0 {
		return usageError("which command? There are build, index")
	}
	// the folder of the layer is where run.sh has started this
	root, err := os.Getwd()
	if err != nil {
		return err
	}
	switch args[0] {
	case "build":
		options, err := parseOptions(args[1:])
		if err != nil {
			return err
		}
		return build(root, options)
	case "index":
		return writeIndex(filepath.Join(root, "picker", indexFile))
	default:
		return usageError(args[0] + ": there is no such command")
	}
}
