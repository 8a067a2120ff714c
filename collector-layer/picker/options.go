package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"path/filepath"
	"runtime"
	"strings"
)

// usageError is a command line that makes no sense.
type usageError string

func (e usageError) Error() string {
	return string(e)
}

// options are those of a build.
type options struct {
	config    string
	arch      string
	output    string
	with      []module
	providers []string // schemes
}

// parseOptions reads the options, and the config that may stand among them.
func parseOptions(args []string) (options, error) {
	parsed := options{arch: runtime.GOARCH}
	flags := parsed.flags()
	for {
		if err := flags.Parse(args); err != nil {
			return options{}, usageError(strings.Replace(err.Error(), "flag -", "flag --", 1))
		}
		if flags.NArg() == 0 {
			return parsed, nil
		}
		if parsed.config != "" {
			return options{}, usageError(fmt.Sprintf("%s: one config is enough, and there is %s already", flags.Arg(0), parsed.config))
		}
		parsed.config = flags.Arg(0)
		args = flags.Args()[1:]
	}
}

func (o *options) flags() *flag.FlagSet {
	flags := flag.NewFlagSet("build", flag.ContinueOnError)
	flags.SetOutput(io.Discard) // the caller prints the error
	flags.Func("arch", "", func(value string) error {
		if value != "amd64" && value != "arm64" {
			return errors.New("there are amd64 and arm64")
		}
		o.arch = value
		return nil
	})
	flags.Func("with", "", func(value string) error {
		name, version, ok := strings.Cut(value, "@")
		if !ok || name == "" || version == "" {
			return errors.New("that is not MODULE@VERSION")
		}
		o.with = append(o.with, module{path: name, version: version, pkg: name})
		return nil
	})
	flags.Func("provider", "", func(value string) error {
		o.providers = append(o.providers, strings.TrimSuffix(value, ":"))
		return nil
	})
	flags.Func("output", "", func(value string) error {
		o.output = filepath.Clean(value)
		return nil
	})
	return flags
}
