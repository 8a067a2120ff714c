// Package payload makes attributes of events and responses: their beginning, without secrets.
package payload

import (
	"strings"
	"unicode/utf8"
)

const (
	// prefixPerByte is how much of a payload is looked at for each byte that an attribute may have.
	prefixPerByte = 4
	ellipsis      = "…"
)

// Capture makes texts of payloads, with no more than a limit of bytes of UTF-8.
type Capture struct {
	limit int
	names secretNames
}

// New returns what captures so many bytes, and redacts members of the usual names and of these.
func New(limit int, names []string) *Capture {
	return &Capture{limit, newSecretNames(names)}
}

// Text returns a payload's beginning, redacted; it ends with … if that is not all.
func (c *Capture) Text(payload []byte) string {
	most := prefixPerByte * c.limit
	isCut := len(payload) > most
	if isCut {
		payload = payload[:most-splitBytes(payload, most)]
	}
	text := c.names.redact(validText(payload))
	if !isCut && len(text) <= c.limit {
		return text
	}
	if c.limit < len(ellipsis) {
		return beginning(text, c.limit)
	}
	return beginning(text, c.limit-len(ellipsis)) + ellipsis
}

// Keep appends what came next of a payload to its beginning, as far as Text looks at it.
func (c *Capture) Keep(beginning, next []byte) []byte {
	// one byte more tells that there is more
	missing := prefixPerByte*c.limit + 1 - len(beginning)
	return append(beginning, next[:min(len(next), missing)]...)
}

// splitBytes returns how many bytes before the end belong to a character that goes on after it.
func splitBytes(text []byte, end int) int {
	for count := range min(utf8.UTFMax, end) {
		if utf8.RuneStart(text[end-count]) {
			return count
		}
	}
	return 0
}

func validText(text []byte) string {
	if utf8.Valid(text) {
		return string(text)
	}
	return string([]rune(string(text)))
}

// beginning returns the longest prefix of whole characters with so many bytes at most.
func beginning(text string, size int) string {
	if len(text) <= size {
		return text
	}
	for !utf8.RuneStart(text[size]) {
		size--
	}
	return strings.Clone(text[:size])
}
