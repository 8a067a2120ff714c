package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

const costsFile = "costs.txt"

// writeCosts estimates what each component adds to the binary: the packages that nothing else needs, by the sizes of their symbols.
func writeCosts(work, arch string, picked *selection, source goPackage) error {
	imports, err := listImports(source)
	if err != nil {
		return err
	}
	sizes, err := packageSizes(source, filepath.Join(work, "with-symbols"), arch)
	if err != nil {
		return err
	}
	binary, err := os.Stat(filepath.Join(work, "collector.new"))
	if err != nil {
		return err
	}
	var total int64
	for _, size := range sizes {
		total += size
	}
	var text strings.Builder
	for _, component := range picked.components {
		var exclusive int64
		for pkg := range onlyFor(imports, component.module.pkg) {
			exclusive += sizes[pkg]
		}
		// what belongs to no package, such as tables of lines, is shared out
		fmt.Fprintf(&text, "%s %s %d\n", component.class, component.kind, exclusive*binary.Size()/max(total, 1))
	}
	return os.WriteFile(filepath.Join(work, costsFile), []byte(text.String()), 0o644)
}

// readCosts returns the bytes for each class and type.
func readCosts(work string) map[string]int64 {
	costs := map[string]int64{}
	content, _ := os.ReadFile(filepath.Join(work, costsFile))
	for line := range strings.Lines(string(content)) {
		if fields := strings.Fields(line); len(fields) == 3 {
			costs[fields[0]+" "+fields[1]], _ = strconv.ParseInt(fields[2], 10, 64)
		}
	}
	return costs
}

// listImports returns the imports of each package that is built in; the program itself is "main".
func listImports(source goPackage) (map[string][]string, error) {
	command := exec.Command("go", "list", "-mod="+source.mod, "-deps", "-json=ImportPath,Imports,Name", source.path)
	command.Dir = source.folder
	out, err := command.Output()
	if err != nil {
		return nil, fmt.Errorf("go list: %w", err)
	}
	imports := map[string][]string{}
	decoder := json.NewDecoder(bytes.NewReader(out))
	for {
		var pkg struct {
			ImportPath, Name string
			Imports          []string
		}
		if err := decoder.Decode(&pkg); errors.Is(err, io.EOF) {
			return imports, nil
		} else if err != nil {
			return nil, err
		}
		if pkg.Name == "main" {
			pkg.ImportPath = "main"
		}
		imports[pkg.ImportPath] = pkg.Imports
	}
}

// onlyFor returns the packages that would not be there without one of them.
func onlyFor(imports map[string][]string, pkg string) map[string]bool {
	with, without := map[string]bool{}, map[string]bool{pkg: true}
	reach(imports, "main", with)
	reach(imports, "main", without)
	delete(without, pkg)
	maps.DeleteFunc(with, func(name string, _ bool) bool { return without[name] })
	return with
}

func reach(imports map[string][]string, from string, reached map[string]bool) {
	if reached[from] {
		return
	}
	reached[from] = true
	for _, next := range imports[from] {
		reach(imports, next, reached)
	}
}

// packageSizes builds the program with its symbols, and adds up their sizes.
func packageSizes(source goPackage, output, arch string) (map[string]int64, error) {
	if err := source.build(output, arch, "-w"); err != nil {
		return nil, err
	}
	defer func() { _ = os.Remove(output) }()
	out, err := exec.Command("go", "tool", "nm", "-size", output).Output()
	if err != nil {
		return nil, fmt.Errorf("go tool nm: %w", err)
	}
	sizes := map[string]int64{}
	lines := bufio.NewScanner(bytes.NewReader(out))
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		fields := strings.Fields(lines.Text())
		// an address, a size, a kind and a name: code and constants, as not all of what is data is in the file
		if len(fields) < 4 || !slices.Contains([]string{"T", "t", "R", "r"}, fields[2]) {
			continue
		}
		if size, err := strconv.ParseInt(fields[1], 10, 64); err == nil {
			sizes[packageOf(fields[3])] += size
		}
	}
	return sizes, lines.Err()
}

// packageOf returns the package of a symbol, such as example.com/a.(*B).c.
func packageOf(symbol string) string {
	symbol, _, _ = strings.Cut(symbol, "[")
	slash := strings.LastIndex(symbol, "/") + 1
	name, _, _ := strings.Cut(symbol[slash:], ".")
	path, err := url.PathUnescape(symbol[:slash] + name)
	if err != nil {
		return symbol
	}
	return path
}
