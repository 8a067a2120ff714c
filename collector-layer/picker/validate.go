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

	"go.yaml.in/yaml/v3"
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
		if _, used := from.providers[provider.kind]; used && !slices.Contains(localProviders, provider.kind) {
			fmt.Printf("not validated: the config needs what ${%s:...} provides\n", provider.kind)
			return nil
		}
	}
	unset := from.unsetVariables()
	text, err := check(binary, from.file, nil)
	if err != nil || text == "" {
		return err
	}
	if len(unset) == 0 {
		return from.invalid(text, text)
	}
	var texts []string
	for _, guess := range placeholders {
		variables := make([]string, 0, len(unset))
		for _, name := range unset {
			variables = append(variables, name+"="+guess(name))
		}
		text, err := check(binary, from.file, variables)
		if err != nil {
			return err
		}
		if text == "" {
			fmt.Printf("validated with a placeholder for %s, which the function has to have\n", strings.Join(unset, ", "))
			return nil
		}
		if node, _, ok := from.find(text); ok && !dependsOn(node, unset) {
			return from.invalid(text, text)
		}
		texts = append(texts, text)
	}
	if text := wrongForAnyValue(texts); text != "" {
		return from.invalid(text, texts[0])
	}
	fmt.Printf("not validated: no placeholder fits %s, which the function has to have: %s\n", strings.Join(unset, ", "), texts[0])
	return nil
}

// check returns what the binary finds wrong; "" if that is nothing.
func check(binary, file string, variables []string) (string, error) {
	command := exec.Command(binary, "validate", "--config=file:"+file)
	command.Env = append(os.Environ(), variables...)
	out, err := command.CombinedOutput()
	if err == nil {
		return "", nil
	}
	text := strings.TrimPrefix(strings.TrimSpace(string(out)), "[otel] collector: it does not run: ")
	if text == "" {
		return "", fmt.Errorf("%s cannot be validated: %w", file, err)
	}
	return text, nil
}

// placeholders return values for variables: first one that goes by the name, then the same for all.
var placeholders = []func(name string) string{
	byName, always("http://localhost:4318"), always("localhost:4317"), always("1"), always("1s"), always("true"), always("text"), always("info"),
	always("basic"),
}

func always(value string) func(string) string {
	return func(string) string { return value }
}

func byName(name string) string {
	name = strings.ToUpper(name)
	has := func(words ...string) bool {
		return slices.ContainsFunc(words, func(word string) bool { return strings.Contains(name, word) })
	}
	switch {
	case has("ENDPOINT", "URL", "URI", "BACKEND"):
		return "http://localhost:4318"
	case has("PORT", "SIZE", "COUNT", "LIMIT", "MAX", "MIN"):
		return "1"
	case has("TIMEOUT", "INTERVAL", "WAIT", "DURATION", "DELAY"):
		return "1s"
	case has("ENABLE", "DISABLE", "INSECURE"):
		return "true"
	default:
		return "text"
	}
}

// invalidKeys finds the part of an error that no variable's value can be the reason of.
var invalidKeys = regexp.MustCompile(`'[^']*' has invalid keys: [\w./-]+(, [\w./-]+)*`)

// wrongForAnyValue returns the error that is there whatever the variables have; "" if there is none.
func wrongForAnyValue(texts []string) string {
	if len(slices.Compact(slices.Clone(texts))) == 1 {
		return texts[0]
	}
	for _, part := range invalidKeys.FindAllString(texts[0], -1) {
		if !slices.ContainsFunc(texts, func(text string) bool { return !strings.Contains(text, part) }) {
			return part
		}
	}
	return ""
}

// invalid returns an error with the place that the whole of what the binary has said leads to.
func (c *config) invalid(text, whole string) error {
	if at, ok := c.locate(whole); ok {
		return at.errorf("%s", text)
	}
	return errors.New(c.file + ": " + text)
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

// dependsOn tells whether a part of the config has one of the variables.
func dependsOn(node *yaml.Node, variables []string) bool {
	node = resolve(node)
	if node == nil {
		return false
	}
	for _, match := range variable.FindAllStringSubmatch(node.Value, -1) {
		if slices.Contains(variables, match[1]) {
			return true
		}
	}
	return slices.ContainsFunc(node.Content, func(part *yaml.Node) bool { return dependsOn(part, variables) })
}

func (c *config) locate(text string) (place, bool) {
	_, at, found := c.find(text)
	return at, found
}

// find returns the part that an error is about, and its place: the Collector names the path, such as exporters::debug, and a key in quotes.
func (c *config) find(text string) (*yaml.Node, place, bool) {
	at, found := place{}, false
	node := c.root
	for _, word := range regexp.MustCompile(`[\w./-]+`).FindAllString(text, -1) {
		for i := 0; node != nil && i+1 < len(node.Content); i += 2 {
			if key("", node.Content[i].Value) == key("", word) {
				at, found = placeOf(c.file, node.Content[i]), true
				node = resolve(node.Content[i+1])
				break
			}
		}
	}
	return node, at, found
}
