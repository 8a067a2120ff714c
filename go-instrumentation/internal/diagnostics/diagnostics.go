// Package diagnostics writes the lines by which this module tells what it leaves out.
package diagnostics

import (
	"fmt"
	"io"
	"os"
	"strings"
	"sync"
)

var (
	mutex  sync.Mutex
	output io.Writer = os.Stderr
	failed           = map[string]bool{}
)

// Warn writes one line, beginning with [otel].
func Warn(format string, arguments ...any) {
	mutex.Lock()
	defer mutex.Unlock()
	line := strings.ReplaceAll(fmt.Sprintf(format, arguments...), "\n", " ")
	_, _ = fmt.Fprintln(output, "[otel] "+line)
}

// WarnOnce writes a line whose beginning, what, was not written before.
func WarnOnce(what string, cause any) {
	mutex.Lock()
	known := failed[what]
	failed[what] = true
	mutex.Unlock()
	if !known {
		Warn("%s: %v", what, cause)
	}
}

// SetOutput lets a test read the lines; it returns what restores the output.
func SetOutput(writer io.Writer) func() {
	mutex.Lock()
	defer mutex.Unlock()
	previous := output
	output = writer
	failed = map[string]bool{}
	return func() {
		mutex.Lock()
		defer mutex.Unlock()
		output = previous
	}
}
