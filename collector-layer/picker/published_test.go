package main

import (
	"path/filepath"
	"strings"
	"testing"
)

// TestPublishedConfigs goes through configs such as vendors' pages and the existing layer have them; each says what becomes of it.
func TestPublishedConfigs(t *testing.T) {
	files, err := filepath.Glob("testdata/published/*.yaml")
	if err != nil || len(files) < 17 {
		t.Fatal(files, err)
	}
	known, err := readIndex()
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".yaml"), func(t *testing.T) {
			parsed, err := readConfig(file)
			if err != nil {
				t.Fatal(err)
			}
			got := "refused: "
			if picked, err := pick(parsed, known, options{}); err != nil {
				got += err.Error()
			} else {
				got = "picked: " + names(picked)
			}
			if _, want, _ := strings.Cut(parsed.text, "\n# "); !strings.HasPrefix(want, got+"\n") {
				t.Errorf("got %s", got)
			}
		})
	}
}

func TestFormerComponents_areNotInTheIndex(t *testing.T) {
	known, err := readIndex()
	if err != nil {
		t.Fatal(err)
	}
	for name, instead := range former {
		if found, ok := known[name]; ok || instead(named{}) == "" {
			t.Errorf("%s: %v", name, found)
		}
	}
}
