package main

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"time"
)

const (
	defaultConfig = "config.yaml"
	builderModule = "go.opentelemetry.io/collector/cmd/builder"
	ldflags       = "-s -w -buildid="
	lastLogLines  = 15
)

// build makes the layer's zip for a config.
func build(root string, o options) error {
	start := time.Now()
	file := o.config
	if file == "" {
		file = filepath.Join(root, defaultConfig)
	}
	known, err := readIndex()
	if err != nil {
		return err
	}
	parsed, err := readConfig(file)
	if err != nil {
		return err
	}
	picked, err := pick(parsed, known, o)
	if err != nil {
		return err
	}
	work, err := workFolder(root, picked, o.arch)
	if err != nil {
		return err
	}
	binary := filepath.Join(work, "collector")
	if _, err := os.Stat(binary); err != nil {
		if err := compile(root, work, picked, o.arch); err != nil {
			return err
		}
	}
	picked.print(os.Stdout, readCosts(work))
	if err := validate(binary, parsed, picked, o.arch); err != nil {
		return err
	}
	output := o.output
	if output == "" {
		output = filepath.Join(root, "target", "opentelemetry-collector-layer-"+o.arch+".zip")
	}
	if err := packLayer(root, work, output, file); err != nil {
		return err
	}
	return printSizes(os.Stdout, binary, output, time.Since(start))
}

// packLayer writes the zip with the licenses of all that is in it, and the bill of materials beside it.
func packLayer(root, work, output, config string) error {
	binary := filepath.Join(work, "collector")
	modules, err := packedModules(binary)
	if err != nil {
		return err
	}
	notices := filepath.Join(work, "THIRD-PARTY.txt")
	if err := os.WriteFile(notices, []byte(thirdParty(modules)), 0o644); err != nil {
		return err
	}
	if err := writeLayer(output, binary, config, filepath.Join(root, "..", "LICENSE"), notices); err != nil {
		return err
	}
	return writeBill(output, modules)
}

// workFolder is one for each set of components, whatever config has named it: what is there already need not be built again.
func workFolder(root string, picked *selection, arch string) (string, error) {
	sum := sha256.New()
	fmt.Fprintln(sum, runtime.Version(), arch, ldflags, picked.direct(), picked.manifest(""), picked.program())
	for _, folder := range []string{"components", "otelconf", "glob"} {
		if err := addSources(sum, filepath.Join(root, folder)); err != nil {
			return "", err
		}
	}
	return filepath.Join(root, "target", "build", hex.EncodeToString(sum.Sum(nil))[:16]), nil
}

func addSources(sum interface{ Write([]byte) (int, error) }, folder string) error {
	return filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || strings.HasSuffix(path, "_test.go") {
			return err
		}
		content, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		relative, err := filepath.Rel(folder, path)
		fmt.Fprintln(sum, relative, len(content))
		_, _ = sum.Write(content)
		return err
	})
}

// compile makes the program, and estimates what its components cost.
func compile(root, work string, picked *selection, arch string) error {
	source, err := mainPackage(root, work, picked)
	if err != nil {
		return err
	}
	temporary := filepath.Join(work, "collector.new")
	if err := source.build(temporary, arch, ldflags); err != nil {
		return err
	}
	if !picked.direct() {
		if err := writeCosts(work, arch, picked, source); err != nil {
			return err
		}
	}
	return os.Rename(temporary, filepath.Join(work, "collector"))
}

// goPackage is a main package in a module's folder.
type goPackage struct {
	folder, path string
	mod          string // whether go.mod may change
	flags        string // of the linker
}

// mainPackage returns the layer's own program, or writes one with the Builder.
func mainPackage(root, work string, picked *selection) (goPackage, error) {
	if picked.direct() {
		fmt.Println("building")
		return goPackage{filepath.Join(root, "components"), "./cmd/direct", "readonly", " -X main.version=" + strings.TrimPrefix(betaVersion, "v")},
			os.MkdirAll(work, 0o755)
	}
	source := filepath.Join(work, "source")
	return goPackage{source, ".", "mod", ""}, writeSource(root, work, source, picked)
}

// writeSource lets the OpenTelemetry Collector Builder write the program, but for its main function.
func writeSource(root, work, source string, picked *selection) error {
	builder, err := installBuilder(root)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(source, 0o755); err != nil {
		return err
	}
	manifest := filepath.Join(work, "manifest.yaml")
	if err := os.WriteFile(manifest, []byte(picked.manifest(source)), 0o644); err != nil {
		return err
	}
	fmt.Println("building")
	if err := quietly(root, nil, builder, "--config="+manifest, "--skip-compilation", "--skip-strict-versioning"); err != nil {
		return err
	}
	for _, name := range []string{"main_others.go", "main_windows.go"} {
		if err := os.Remove(filepath.Join(source, name)); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return os.WriteFile(filepath.Join(source, "main.go"), []byte(picked.program()), 0o644)
}

// installBuilder returns the OpenTelemetry Collector Builder of the pinned release.
func installBuilder(root string) (string, error) {
	tools := filepath.Join(root, "target", "tools", betaVersion)
	builder := filepath.Join(tools, "builder")
	if _, err := os.Stat(builder); err == nil {
		return builder, nil
	}
	fmt.Println("installing the OpenTelemetry Collector Builder")
	return builder, quietly(root, []string{"GOBIN=" + tools}, "go", "install", builderModule+"@"+betaVersion)
}

func (p goPackage) build(output, arch, ldflags string) error {
	return quietly(p.folder, []string{"CGO_ENABLED=0", "GOOS=linux", "GOARCH=" + arch},
		"go", "build", "-trimpath", "-mod="+p.mod, "-buildvcs=false", "-ldflags="+ldflags+p.flags, "-o", output, p.path)
}

// quietly runs a command that says something only if it fails.
func quietly(folder string, variables []string, command ...string) error {
	run := exec.Command(command[0], command[1:]...)
	run.Dir = folder
	run.Env = append(os.Environ(), variables...)
	if out, err := run.CombinedOutput(); err != nil {
		return fmt.Errorf("%s: %w\n%s", filepath.Base(command[0]), err, lastLines(string(out), lastLogLines))
	}
	return nil
}

func lastLines(text string, n int) string {
	lines := strings.Split(strings.TrimSpace(text), "\n")
	lines = slices.DeleteFunc(lines, func(line string) bool { return strings.HasPrefix(line, "go: downloading") })
	return strings.Join(lines[max(0, len(lines)-n):], "\n")
}
