package main

import (
	"strings"
	"testing"
)

// Every type of the published distributions, and every module of contrib's own, as the release lists them.
func TestIndex_isWhatTheReleaseHas(t *testing.T) {
	if testing.Short() {
		t.Skip("this downloads the release's list")
	}
	root, err := download(contrib + "@" + betaVersion)
	if err != nil {
		t.Fatal(err)
	}
	lines, err := indexLines(root)
	if err != nil {
		t.Fatal(err)
	}
	known, err := readIndex()
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range lines {
		fields := strings.Fields(line)
		if found, ok := known.find(fields[0], fields[1]); !ok || found.path != fields[2] || found.version != fields[3] {
			t.Errorf("%s is not in the index: ./run.sh index makes it again", line)
		}
	}
	types, err := distributedTypes(root)
	if err != nil {
		t.Fatal(err)
	}
	for name, kind := range types {
		class, _, _ := strings.Cut(name, " ")
		if _, ok := known.find(class, kind); !ok {
			t.Errorf("%s %s does not resolve", class, kind)
		}
	}
	if len(types) < 150 {
		t.Errorf("only %d types", len(types))
	}
}
