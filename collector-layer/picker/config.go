package main

import (
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
)

// sections maps a config's sections to the class of what they name.
var sections = []struct{ name, class string }{
	{"receivers", "receiver"},
	{"processors", "processor"},
	{"exporters", "exporter"},
	{"connectors", "connector"},
	{"extensions", "extension"},
}

// reference finds what a provider is asked for; $$ stands for a dollar sign.
var reference = regexp.MustCompile(`\$\$|\$\{([a-zA-Z][a-zA-Z0-9+.-]+):`)

// place is where something stands in a file.
type place struct {
	file         string
	line, column int
}

func (p place) errorf(format string, args ...any) error {
	return fmt.Errorf("%s:%d:%d: %s", p.file, p.line, p.column, fmt.Sprintf(format, args...))
}

// named is a component that a config names.
type named struct {
	class    string
	id       string
	kind     string // the type, which stands before the slash
	settings *yaml.Node
	place    place
}

// config is what has to be known of a Collector config.
type config struct {
	file       string
	text       string
	components []named
	providers  map[string]place // by scheme
	telemetry  *yaml.Node
	root       *yaml.Node
}

func readConfig(file string) (*config, error) {
	content, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	return parseConfig(file, content)
}

func parseConfig(file string, content []byte) (*config, error) {
	var document yaml.Node
	if err := yaml.Unmarshal(content, &document); err != nil {
		return nil, fmt.Errorf("%s: %s", file, strings.TrimPrefix(err.Error(), "yaml: "))
	}
	if len(document.Content) == 0 || document.Content[0].Kind != yaml.MappingNode {
		return nil, place{file, 1, 1}.errorf("this is no Collector config: there are no sections")
	}
	parsed := &config{file: file, text: string(content), providers: map[string]place{}, root: document.Content[0]}
	for _, section := range sections {
		if err := parsed.addSection(file, section.name, section.class); err != nil {
			return nil, err
		}
	}
	parsed.addProviders(file, parsed.root)
	service := member(parsed.root, "service")
	if service == nil {
		return nil, place{file, 1, 1}.errorf("there is no section service, so nothing would run")
	}
	parsed.telemetry = member(service, "telemetry")
	return parsed, nil
}

func (c *config) addSection(file, name, class string) error {
	section := resolve(member(c.root, name))
	if section == nil || section.Tag == "!!null" {
		return nil
	}
	at := placeOf(file, section)
	if section.Kind == yaml.ScalarNode && reference.MatchString(section.Value) {
		return at.errorf("%s comes from a provider, so what it names is not known when the layer is built: write the names here", name)
	}
	if section.Kind != yaml.MappingNode {
		return at.errorf("%s must be a map of components", name)
	}
	for i := 0; i+1 < len(section.Content); i += 2 {
		key := section.Content[i]
		if key.Tag == "!!merge" {
			continue
		}
		kind, _, _ := strings.Cut(key.Value, "/")
		kind = strings.TrimSpace(kind)
		if kind == "" || strings.Contains(key.Value, "${") {
			return placeOf(file, key).errorf("%q is no name of a component", key.Value)
		}
		c.components = append(c.components, named{class, key.Value, kind, resolve(section.Content[i+1]), placeOf(file, key)})
	}
	return nil
}

func (c *config) addProviders(file string, node *yaml.Node) {
	if node.Kind == yaml.ScalarNode {
		for _, match := range reference.FindAllStringSubmatch(node.Value, -1) {
			if scheme := match[1]; scheme != "" {
				if _, ok := c.providers[scheme]; !ok {
					c.providers[scheme] = placeOf(file, node)
				}
			}
		}
	}
	for _, child := range node.Content {
		c.addProviders(file, child)
	}
}

func placeOf(file string, node *yaml.Node) place {
	return place{file, node.Line, node.Column}
}

// resolve follows an alias.
func resolve(node *yaml.Node) *yaml.Node {
	for node != nil && node.Kind == yaml.AliasNode {
		node = node.Alias
	}
	return node
}

// member returns a map's value; nil if there is none.
func member(node *yaml.Node, name string) *yaml.Node {
	node = resolve(node)
	if node == nil || node.Kind != yaml.MappingNode {
		return nil
	}
	for i := 0; i+1 < len(node.Content); i += 2 {
		if node.Content[i].Value == name {
			return resolve(node.Content[i+1])
		}
	}
	return nil
}

// onlyHas says whether a node is empty, or a map that has no other keys.
func onlyHas(node *yaml.Node, names ...string) bool {
	node = resolve(node)
	if node == nil || node.Tag == "!!null" {
		return true
	}
	if node.Kind != yaml.MappingNode {
		return false
	}
	for i := 0; i+1 < len(node.Content); i += 2 {
		if !slices.Contains(names, node.Content[i].Value) {
			return false
		}
	}
	return true
}

// isOneOf says whether a node is missing, or one of these texts.
func isOneOf(node *yaml.Node, texts ...string) bool {
	return node == nil || slices.Contains(texts, node.Value)
}
