package main

import (
	"debug/buildinfo"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"unicode"
)

// packedModule is a module that is linked into a binary, with the texts that have to go with it.
type packedModule struct {
	path     string
	version  string
	licenses []string
}

var licenseFile = regexp.MustCompile(`(?i)^(licen[cs]e|copying|notice)([._-].*)?$`)

// packedModules returns those that the binary itself names, and Go's library; the project's own are not among them.
func packedModules(binary string) ([]packedModule, error) {
	info, err := buildinfo.ReadFile(binary)
	if err != nil {
		return nil, err
	}
	folders, err := goFolders()
	if err != nil {
		return nil, err
	}
	library, err := readModule("std", strings.TrimPrefix(info.GoVersion, "go"), folders.root)
	if err != nil {
		return nil, err
	}
	modules := []packedModule{library}
	for _, linked := range info.Deps {
		if linked.Replace != nil {
			linked = linked.Replace
		}
		if linked.Version == "" || linked.Version == "(devel)" {
			continue
		}
		folder := filepath.Join(folders.modules, filepath.FromSlash(escaped(linked.Path)+"@"+escaped(linked.Version)))
		module, err := readModule(linked.Path, linked.Version, folder)
		if err != nil {
			return nil, err
		}
		modules = append(modules, module)
	}
	return modules, nil
}

type folders struct{ modules, root string }

func goFolders() (folders, error) {
	out, err := exec.Command("go", "env", "GOMODCACHE", "GOROOT").Output()
	lines := strings.Split(strings.TrimSpace(string(out)), "\n")
	if err != nil || len(lines) != 2 {
		return folders{}, fmt.Errorf("go env: %q, %w", out, err)
	}
	return folders{modules: lines[0], root: lines[1]}, nil
}

// escaped writes a path as the module cache does, where A is !a.
func escaped(path string) string {
	var text strings.Builder
	for _, letter := range path {
		if unicode.IsUpper(letter) {
			text.WriteByte('!')
		}
		text.WriteRune(unicode.ToLower(letter))
	}
	return text.String()
}

func readModule(path, version, folder string) (packedModule, error) {
	module := packedModule{path: path, version: version}
	entries, err := os.ReadDir(folder)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return module, err
	}
	for _, entry := range entries {
		if entry.IsDir() || !licenseFile.MatchString(entry.Name()) {
			continue
		}
		text, err := os.ReadFile(filepath.Join(folder, entry.Name()))
		if err != nil {
			return module, err
		}
		module.licenses = append(module.licenses, strings.TrimSpace(string(text)))
	}
	return module, nil
}

// spdx tells which licenses the texts are, by words that only they have.
func (m packedModule) spdx() []string {
	var found []string
	for _, known := range []struct{ id, words string }{
		{"Apache-2.0", "Apache License"},
		{"MPL-2.0", "Mozilla Public License"},
		{"MIT", "Permission is hereby granted, free of charge"},
		{"BSD-3-Clause", "Neither the name"},
		{"BSD-3-Clause", "names of its contributors may not be used"},
		{"ISC", "Permission to use, copy, modify, and/or distribute"},
	} {
		if slices.ContainsFunc(m.licenses, func(text string) bool { return strings.Contains(text, known.words) }) {
			found = append(found, known.id)
		}
	}
	return found
}

// thirdParty is the text that goes with the binary: each license once, below the modules that have it.
func thirdParty(modules []packedModule) string {
	owners := map[string][]string{}
	var order []string
	for _, module := range modules {
		texts := module.licenses
		if len(texts) == 0 {
			texts = []string{"(no license file in the module)"}
		}
		for _, text := range texts {
			if owners[text] == nil {
				order = append(order, text)
			}
			owners[text] = append(owners[text], module.path+" "+module.version)
		}
	}
	var out strings.Builder
	for _, text := range order {
		fmt.Fprintf(&out, "%s\n\n%s\n\n%s\n\n", strings.Join(owners[text], "\n"), text, strings.Repeat("-", 80))
	}
	return out.String()
}
