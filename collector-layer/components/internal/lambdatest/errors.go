package lambdatest

import (
	"bytes"
	"os"
	"testing"
)

// CaptureErrors returns what is written to the standard error until it is called.
func CaptureErrors(t *testing.T) func() string {
	t.Helper()
	reader, writer, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	before := os.Stderr
	os.Stderr = writer
	return func() string {
		os.Stderr = before
		_ = writer.Close()
		var text bytes.Buffer
		_, _ = text.ReadFrom(reader)
		return text.String()
	}
}
