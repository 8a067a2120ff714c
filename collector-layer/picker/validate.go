package main

import (
	"errors"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"regexp"
	"runtime"
	"slices"
	"strings"
)

// variable finds the variables that a config has no default for.
var variable = regexp.MustCompile(`\$\{(?:env:)?([A-Za-z_][A-Za-z0-9_]*)\}`)

// validate lets the binary that was built judge the config.
func validate(binary string, from *config, picked *selection, arch string) error {
	if arch != runtime.GOARCH {
		fmt.Println("not validated: the binary is for", arch)
		return nil
	}
	for _, provider := range picked.of("provider") {
		if _, used := from.providers[provider.kind]; used && !slices.Contains(alwaysProviders, provider.kind) {
			fmt.Printf("not validated: the config needs what ${%s:...} provides\n", provider.kind)
			return nil
		}
	}
	out, err := exec.Command(binary, "validate", "--config=file:"+from.file).CombinedOutput()
	if err == nil {
		return nil
	}
	text := strings.TrimPrefix(strings.TrimSpace(string(out)), "[otel] collector: it does not run: ")
	if text == "" {
		return fmt.Errorf("%s cannot be validated: %w", from.file, err)
	}
	if unset := from.unsetVariables(); len(unset) > 0 {
		fmt.Printf("not valid without %s, which is for the function to have: %s\n", strings.Join(unset, ", "), text)
		return nil
	}
	if at, ok := from.locate(text); ok {
		return at.errorf("%s", text)
	}
	return errors.New(from.file + ": " + text)
}

func (c *config) unsetVariables() []string {
	unset := map[string]bool{}
	for _, match := range variable.FindAllStringSubmatch(c.text, -1) {
		if _, ok := os.LookupEnv(match[1]); !ok {
			unset[match[1]] = true
		}
	}
	return slices.Sorted(maps.Keys(unset))
}

// locate returns where the words stand that an error is about: the Collector names the path, such as exporters::debug, and a key in quotes.
func (c *config) locate(text string) (place, bool) {
	at, found := place{}, false
	node := c.root
	for _, word := range regexp.MustCompile(`[\w./-]+`).FindAllString(text, -1) {
		for i := 0; node != nil && i+1 < len(node.Content); i += 2 {
			if node.Content[i].Value == word {
				at, found = placeOf(c.file, node.Content[i]), true
				node = resolve(node.Content[i+1])
				break
			}
		}
	}
	return at, found
}
