package program

import (
	"errors"
	"strings"
)

type arguments struct {
	command string
	uris    []string
}

// parse reads [validate|components] [--config URI]…; cobra, which the Collector has for it, costs the program a megabyte.
func parse(args []string) (arguments, error) {
	var parsed arguments
	for i := 0; i < len(args); i++ {
		arg := args[i]
		switch {
		case arg == "validate" || arg == "components":
			parsed.command = arg
		case strings.HasPrefix(arg, "--config="):
			parsed.uris = append(parsed.uris, strings.TrimPrefix(arg, "--config="))
		case arg == "--config" && i+1 < len(args):
			i++
			parsed.uris = append(parsed.uris, args[i])
		default:
			return arguments{}, errors.New("usage: collector [--config URI]... [validate|components]")
		}
	}
	return parsed, nil
}
