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
		return usageError("which command? There are build, index, examples")
	}
	root := os.Getenv("COLLECTOR_LAYER_FOLDER") // set by run.sh
	if root == "" {
		return usageError("this is started by run.sh")
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
	case "examples":
		return printExamples(len(args) > 1 && args[1] == "--all")
	default:
		return usageError(args[0] + ": there is no such command")
	}
}
