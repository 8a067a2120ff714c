// Package event reads a few members of an event, and leaves the others unread.
//
// Nothing is decoded but what is asked for, so that a body of megabytes costs a scan alone.
package event

import (
	"encoding/json"
	"strings"
)

const maxText = 16 * 1024

// Value is a JSON value as it was sent, without surrounding blanks; the zero Value is absent.
type Value struct {
	raw []byte
}

// Member is a name of an object with its value.
type Member struct {
	Name  string
	Value Value
}

// Parse returns the value of a text; that of one that is no JSON is absent.
func Parse(text []byte) Value {
	if !json.Valid(text) {
		return Value{}
	}
	start := skipBlanks(text, 0)
	return Value{text[start:skipValue(text, start)]}
}

// IsPresent tells if there is a value, which may be null.
func (v Value) IsPresent() bool {
	return len(v.raw) > 0
}

// IsObject tells if the value is an object.
func (v Value) IsObject() bool {
	return v.begins('{')
}

// IsArray tells if the value is an array.
func (v Value) IsArray() bool {
	return v.begins('[')
}

func (v Value) begins(with byte) bool {
	return len(v.raw) > 0 && v.raw[0] == with
}

// Get returns the value at the end of the path. Of members with the same name it is the last.
func (v Value) Get(path ...string) Value {
	for _, name := range path {
		var found Value
		v.eachMember(func(raw []byte, value Value) {
			if isName(raw, name) {
				found = value
			}
		})
		v = found
	}
	return v
}

// Has tells if the object has a member of this name.
func (v Value) Has(name string) bool {
	return v.Get(name).IsPresent()
}

// Text returns the string, number or boolean at the end of the path; very long texts count as absent.
func (v Value) Text(path ...string) (string, bool) {
	v = v.Get(path...)
	if !v.IsPresent() || len(v.raw) > 6*maxText {
		return "", false
	}
	switch v.raw[0] {
	case '"':
		text := unquote(v.raw)
		return text, len(text) <= maxText
	case '{', '[', 'n':
		return "", false
	default:
		return string(v.raw), true
	}
}

// String returns what Text does, and an empty text for what is absent.
func (v Value) String(path ...string) string {
	text, _ := v.Text(path...)
	return text
}

// Members returns an object's members in the order of the event; none for what is no object.
func (v Value) Members(path ...string) []Member {
	var members []Member
	v.Get(path...).eachMember(func(raw []byte, value Value) {
		members = append(members, Member{unquote(raw), value})
	})
	return members
}

// Elements returns an array's elements; none for what is no array.
func (v Value) Elements(path ...string) []Value {
	v = v.Get(path...)
	if !v.IsArray() {
		return nil
	}
	var elements []Value
	for at := skipBlanks(v.raw, 1); v.raw[at] != ']'; {
		end := skipValue(v.raw, at)
		elements = append(elements, Value{v.raw[at:end]})
		at = skipComma(v.raw, end)
	}
	return elements
}

// Headers returns the headers of an event by their names in lower case.
func Headers(event Value) map[string]string {
	headers := LowerCase(event.Members("headers"))
	for name, value := range LowerCase(event.Members("multiValueHeaders")) {
		headers[name] = value
	}
	return headers
}

// LowerCase returns headers by their names in lower case.
// Where a header was sent more than once, its values are joined by commas, as HTTP allows.
func LowerCase(members []Member) map[string]string {
	headers := make(map[string]string, len(members))
	for _, member := range members {
		if text, ok := headerText(member.Value); ok {
			headers[strings.ToLower(member.Name)] = text
		}
	}
	return headers
}

func headerText(value Value) (string, bool) {
	if !value.IsArray() {
		return value.Text()
	}
	var texts []string
	for _, element := range value.Elements() {
		text, ok := element.Text()
		if !ok {
			return "", false
		}
		texts = append(texts, text)
	}
	return strings.Join(texts, ","), len(texts) > 0
}

func (v Value) eachMember(do func(name []byte, value Value)) {
	if !v.IsObject() {
		return
	}
	for at := skipBlanks(v.raw, 1); v.raw[at] != '}'; {
		nameEnd := skipString(v.raw, at)
		start := skipBlanks(v.raw, skipBlanks(v.raw, nameEnd)+1)
		end := skipValue(v.raw, start)
		do(v.raw[at:nameEnd], Value{v.raw[start:end]})
		at = skipComma(v.raw, end)
	}
}

func isName(raw []byte, name string) bool {
	inner := raw[1 : len(raw)-1]
	return string(inner) == name || strings.Contains(string(inner), `\`) && unquote(raw) == name
}

func unquote(raw []byte) string {
	var text string
	_ = json.Unmarshal(raw, &text) // it is a string of a valid event
	return text
}

// The functions below are for valid JSON only.

func skipBlanks(text []byte, at int) int {
	for at < len(text) && (text[at] == ' ' || text[at] == '\t' || text[at] == '\n' || text[at] == '\r') {
		at++
	}
	return at
}

func skipComma(text []byte, at int) int {
	at = skipBlanks(text, at)
	if text[at] == ',' {
		at = skipBlanks(text, at+1)
	}
	return at
}

func skipString(text []byte, at int) int {
	for at++; text[at] != '"'; at++ {
		if text[at] == '\\' {
			at++
		}
	}
	return at + 1
}

func skipValue(text []byte, at int) int {
	depth := 0
	for at < len(text) {
		switch text[at] {
		case '"':
			at = skipString(text, at)
		case '{', '[':
			depth++
			at++
		case '}', ']':
			depth--
			at++
		case ',', ':', ' ', '\t', '\n', '\r':
			at++
			continue
		default:
			at = skipScalar(text, at)
		}
		if depth == 0 {
			return at
		}
	}
	return at
}

func skipScalar(text []byte, at int) int {
	for at < len(text) && !strings.ContainsRune(",:]} \t\n\r", rune(text[at])) {
		at++
	}
	return at
}
