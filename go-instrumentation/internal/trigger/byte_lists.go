package trigger

import (
	"strconv"
	"strings"

	"opentelemetry.io/lambda/otel/internal/event"
)

const maxBytes = 1024

// putBytes adds a text that comes as a list of numbers; what is none, or a long one, is left out.
func putBytes(carrier map[string]string, name string, value event.Value) {
	if !value.IsArray() {
		return
	}
	elements := value.Elements()
	if len(elements) > maxBytes {
		return
	}
	text := make([]byte, 0, len(elements))
	for _, element := range elements {
		number, err := strconv.Atoi(element.String())
		if err != nil {
			return
		}
		text = append(text, byte(number)) // Java's bytes are signed
	}
	carrier[strings.ToLower(name)] = strings.ToValidUTF8(string(text), "\uFFFD")
}
