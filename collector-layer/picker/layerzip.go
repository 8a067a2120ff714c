package main

import (
	"archive/zip"
	"compress/flate"
	"io"
	"os"
	"path/filepath"
	"time"
)

// packed is a file of the layer.
type packed struct {
	name string
	from string
	mode os.FileMode
}

// modified is every file's time, so that the same files make the same zip.
var modified = time.Date(2020, time.January, 1, 0, 0, 0, 0, time.UTC)

const licensesFolder = "licenses/opentelemetry-collector-layer/" // layers share /opt

// writeLayer packs the binary, the config and the licenses as Lambda expects them below /opt.
func writeLayer(output, binary, config, license, thirdParty string) error {
	if err := os.MkdirAll(filepath.Dir(output), 0o755); err != nil {
		return err
	}
	temporary := output + ".new"
	if err := writeZip(temporary, []packed{
		{"collector-config/config.yaml", config, 0o644},
		{"extensions/collector", binary, 0o755},
		{licensesFolder + "LICENSE", license, 0o644},
		{licensesFolder + "THIRD-PARTY.txt", thirdParty, 0o644},
	}); err != nil {
		return err
	}
	return os.Rename(temporary, output)
}

func writeZip(output string, files []packed) (err error) {
	out, err := os.Create(output)
	if err != nil {
		return err
	}
	defer func() {
		if closeError := out.Close(); err == nil {
			err = closeError
		}
	}()
	archive := zip.NewWriter(out)
	archive.RegisterCompressor(zip.Deflate, func(w io.Writer) (io.WriteCloser, error) {
		return flate.NewWriter(w, flate.BestCompression)
	})
	for _, file := range files {
		if err := addFile(archive, file); err != nil {
			return err
		}
	}
	return archive.Close()
}

func addFile(archive *zip.Writer, file packed) error {
	header := &zip.FileHeader{Name: file.name, Method: zip.Deflate, Modified: modified}
	header.SetMode(file.mode)
	to, err := archive.CreateHeader(header)
	if err != nil {
		return err
	}
	from, err := os.Open(file.from)
	if err != nil {
		return err
	}
	defer func() { _ = from.Close() }()
	_, err = io.Copy(to, from)
	return err
}
