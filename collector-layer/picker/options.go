package main

import (
	"fmt"
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
	with      []string // MODULE@VERSION
	providers []string // schemes
}

func parseOptions(args []string) (options, error) {
	parsed := options{arch: runtime.GOARCH}
	for len(args) > 0 {
		arg := args[0]
		args = args[1:]
		if !strings.HasPrefix(arg, "--") {
			if parsed.config != "" {
				return options{}, usageError(fmt.Sprintf("%s: one config is enough, and there is %s already", arg, parsed.config))
			}
			parsed.config = arg
			continue
		}
		name, value, given := strings.Cut(arg, "=")
		if !given {
			if len(args) == 0 {
				return options{}, usageError(arg + ": there is no value")
			}
			value, args = args[0], args[1:]
		}
		if err := parsed.set(name, value); err != nil {
			return options{}, err
		}
	}
	return parsed, nil
}

func (o *options) set(name, value string) error {
	switch name {
	case "--arch":
		if value != "amd64" && value != "arm64" {
			return usageError("--arch " + value + ": there are amd64 and arm64")
		}
		o.arch = value
	case "--with":
		if module, version, ok := strings.Cut(value, "@"); !ok || module == "" || version == "" {
			return usageError("--with " + value + ": that is not MODULE@VERSION")
		}
		o.with = append(o.with, value)
	case "--provider":
		o.providers = append(o.providers, strings.TrimSuffix(value, ":"))
	case "--output":
		o.output = filepath.Clean(value)
	default:
		return usageError(name + ": there is no such option")
	}
	return nil
}
