package main

import (
	"archive/zip"
	"bytes"
	"os"
	"path/filepath"
	"testing"
	"time"
)

func TestWriteLayer_isReproducible(t *testing.T) {
	folder := t.TempDir()
	program, config := filepath.Join(folder, "p"), filepath.Join(folder, "c")
	if err := os.WriteFile(program, []byte("program"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(config, []byte("config"), 0o600); err != nil {
		t.Fatal(err)
	}
	var zips [][]byte
	for range 2 {
		output := filepath.Join(folder, "target", "layer.zip")
		if err := writeLayer(output, program, config, config, config); err != nil {
			t.Fatal(err)
		}
		content, err := os.ReadFile(output)
		if err != nil {
			t.Fatal(err)
		}
		zips = append(zips, content)
		if err := os.Chtimes(program, time.Now(), time.Now()); err != nil {
			t.Fatal(err)
		}
	}
	if !bytes.Equal(zips[0], zips[1]) {
		t.Error("two zips of the same differ")
	}
	archive, err := zip.NewReader(bytes.NewReader(zips[0]), int64(len(zips[0])))
	if err != nil {
		t.Fatal(err)
	}
	if first, second := archive.File[0], archive.File[1]; first.Mode() != 0o644 || second.Mode() != 0o755 || second.Name != "extensions/collector" {
		t.Errorf("%v %v", first, second)
	}
}
