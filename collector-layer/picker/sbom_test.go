package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// The test's own program is as any that Go links.
func TestPackedModules_areWhatTheBinaryNames(t *testing.T) {
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	modules, err := packedModules(program)
	if err != nil {
		t.Fatal(err)
	}
	if len(modules) != 2 || modules[0].path != "std" || modules[1].path != "go.yaml.in/yaml/v3" {
		t.Fatalf("%v", modules)
	}
	if len(modules[1].licenses) == 0 || !strings.Contains(thirdParty(modules), "go.yaml.in/yaml/v3 v3.0.4\n") {
		t.Errorf("no license of %v", modules[1].path)
	}
	output := filepath.Join(t.TempDir(), "layer.zip")
	if err := writeBill(output, modules); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(strings.TrimSuffix(output, ".zip") + ".cdx.json")
	if err != nil {
		t.Fatal(err)
	}
	var content bill
	if err := json.Unmarshal(text, &content); err != nil {
		t.Fatal(err)
	}
	if last := content.Components[1]; last.Purl != "pkg:golang/go.yaml.in/yaml/v3@v3.0.4" || len(last.Licenses) == 0 {
		t.Errorf("%+v", last)
	}
}

func TestThirdParty_hasALicenseOnce(t *testing.T) {
	text := thirdParty([]packedModule{
		{"a", "v1", []string{"the text"}},
		{"b", "v2", []string{"the text", "a notice"}},
		{"c", "v3", nil},
	})
	if strings.Count(text, "the text") != 1 || !strings.Contains(text, "a v1\nb v2\n\nthe text") ||
		!strings.Contains(text, "c v3\n\n(no license file") {
		t.Error(text)
	}
}

func TestEscaped_isAsTheModuleCacheHasIt(t *testing.T) {
	if got := escaped("github.com/Azure/azure-sdk"); got != "github.com/!azure/azure-sdk" {
		t.Error(got)
	}
}
