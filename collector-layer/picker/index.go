package main

import (
	_ "embed"
	"fmt"
	"slices"
	"strings"
)

//go:generate go run . index

const indexFile = "index.txt"

//go:embed index.txt
var indexText string

// module is a Go module at a version, with the package that has the factory.
type module struct {
	path    string
	version string
	pkg     string
}

// index maps a class and a type to its module.
type index map[string]module

// readIndex reads lines of class, type, module and version.
func readIndex() (index, error) {
	read := index{}
	for line := range strings.Lines(indexText) {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		fields := strings.Fields(line)
		if len(fields) != 4 {
			return nil, fmt.Errorf("%s: %q is no entry", indexFile, line)
		}
		read[key(fields[0], fields[1])] = module{path: fields[2], version: fields[3], pkg: fields[2]}
	}
	return read, nil
}

// key is the same for a type's old name and its new one, between which the Collector has put underscores, as in otlphttp and otlp_http.
func key(class, kind string) string {
	return class + " " + strings.ReplaceAll(strings.ToLower(kind), "_", "")
}

func (i index) find(class, kind string) (module, bool) {
	found, ok := i[key(class, kind)]
	return found, ok
}

// classesOf returns of which other classes there is one of that type.
func (i index) classesOf(kind string) []string {
	var classes []string
	for _, section := range sections {
		if _, ok := i.find(section.class, kind); ok {
			classes = append(classes, section.class)
		}
	}
	return classes
}

// like returns types of a class that one may have meant.
func (i index) like(class, kind string) []string {
	prefix, wanted := class+" ", strings.TrimPrefix(key(class, kind), class+" ")
	var found []string
	for name := range i {
		candidate, ok := strings.CutPrefix(name, prefix)
		if ok && (distance(candidate, wanted) <= 2 || len(wanted) > 3 && strings.Contains(candidate, wanted)) {
			found = append(found, candidate)
		}
	}
	slices.Sort(found)
	return found[:min(len(found), 3)]
}

// distance counts the characters to insert, remove or replace between two words.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := diagonal
			if a[i] != b[j] {
				cost = 1 + min(diagonal, row[j], row[j+1])
			}
			diagonal, row[j+1] = row[j+1], cost
		}
	}
	return row[len(b)]
}
