package payload

import (
	"strings"
)

const (
	mask           = "***"
	endOfScalar    = ",}] \t\n\r\v\f\\\""
	endOfParameter = "&\"\\ \t\n\r\v\f"
)

var usualNames = []string{
	"authorization", "proxy-authorization", "authorizationToken", "cookie", "cookies", "set-cookie",
	"password", "passwd", "pwd", "secret", "client_secret", "clientSecret", "secretAccessKey",
	"apiKey", "api_key", "api-key", "x-api-key", "token", "access_token", "accessToken",
	"refresh_token", "refreshToken", "id_token", "idToken", "sessionToken", "x-amz-security-token",
	"private_key", "privateKey",
}

// secretNames are the names, in lower case, of members and parameters whose values are not shown.
type secretNames map[string]bool

func newSecretNames(further []string) secretNames {
	names := secretNames{}
	for _, each := range [][]string{usualNames, further} {
		for _, name := range each {
			names[strings.ToLower(name)] = true
		}
	}
	return names
}

func (s secretNames) has(name string) bool {
	return s[strings.ToLower(name)]
}

// redact replaces the values of members and of parameters with these names. It looks at texts, not at JSON, so that
// a text may be cut anywhere, and may hold JSON in strings of JSON: there, k = 1, 3, 7, … backslashes precede each
// quote. Each byte is looked at a bounded number of times.
func (s secretNames) redact(text string) string {
	text = unescape(text)
	var redacted strings.Builder
	copied, backslashes := 0, 0
	replace := func(start, end int, by string) {
		redacted.WriteString(text[copied:start])
		redacted.WriteString(by)
		copied, backslashes = end, 0
	}
	at := 0
	if start, end, ok := s.parameter(text, 0); ok {
		replace(start, end, mask)
		at = end
	}
	for at < len(text) {
		switch text[at] {
		case '\\':
			backslashes++
			at++
			continue
		case '"':
			if start, end, ok := s.member(text, at, backslashes); ok {
				quote := strings.Repeat(`\`, backslashes) + `"`
				replace(start, end, quote+mask+quote)
				at = end
				continue
			}
		}
		if strings.IndexByte(`"?&`, text[at]) >= 0 {
			if start, end, ok := s.parameter(text, at+1); ok {
				replace(start, end, mask)
				at = end
				continue
			}
		}
		backslashes = 0
		at++
	}
	redacted.WriteString(text[copied:])
	return redacted.String()
}

// unescape writes & and = for what serializers write in their place to be safe in HTML, at any level.
func unescape(text string) string {
	var plain strings.Builder
	start := 0 // of the backslashes before at
	for at := 0; at < len(text); at++ {
		if text[at] == '\\' {
			continue
		}
		rest := text[at:]
		switch {
		case start == at:
			plain.WriteByte(text[at])
		case strings.HasPrefix(rest, "u0026"):
			plain.WriteByte('&')
			at += len("u0026") - 1
		case strings.HasPrefix(rest, "u003d"), strings.HasPrefix(rest, "u003D"):
			plain.WriteByte('=')
			at += len("u003d") - 1
		default:
			plain.WriteString(text[start : at+1])
		}
		start = at + 1
	}
	plain.WriteString(text[start:])
	return plain.String()
}

// member returns where the value is of a member whose name begins with the quote at an index.
func (s secretNames) member(text string, quote, backslashes int) (start, end int, ok bool) {
	length := strings.IndexByte(text[quote+1:], '"')
	if length <= backslashes {
		return 0, 0, false
	}
	closing := quote + 1 + length
	if backslashesBefore(text[quote+1:closing]) != backslashes || !s.has(text[quote+1:closing-backslashes]) {
		return 0, 0, false
	}
	colon := skipBlanks(text, closing+1)
	if colon == len(text) || text[colon] != ':' {
		return 0, 0, false
	}
	start = skipBlanks(text, colon+1)
	end = endOfValue(text, start, backslashes)
	return start, end, end > start
}

// parameter returns where the value is of a parameter whose name begins at an index.
func (s secretNames) parameter(text string, nameStart int) (start, end int, ok bool) {
	length := strings.IndexAny(text[nameStart:], `="?&`)
	if length < 0 || text[nameStart+length] != '=' || !s.has(text[nameStart:nameStart+length]) {
		return 0, 0, false
	}
	start = nameStart + length + 1
	return start, endAt(text, start, endOfParameter), true
}

func endOfValue(text string, start, backslashes int) int {
	quote := start
	for quote < len(text) && text[quote] == '\\' {
		quote++
	}
	switch {
	case quote < len(text) && text[quote] == '"' && quote-start == backslashes:
		return endOfString(text, quote+1, backslashes)
	case start < len(text) && (text[start] == '{' || text[start] == '['):
		return endOfBrackets(text, start, backslashes)
	default:
		return endAt(text, start, endOfScalar)
	}
}

// endOfString returns the index after the quote that closes a string. An escaped quote in the string has (k + 1) * n
// backslashes more than the k of the closing one, n odd.
func endOfString(text string, at, backslashes int) int {
	run := 0
	for ; at < len(text); at++ {
		switch text[at] {
		case '\\':
			run++
			continue
		case '"':
			more := run - backslashes
			if more >= 0 && more%(2*(backslashes+1)) == 0 {
				return at + 1
			}
		}
		run = 0
	}
	return len(text)
}

func endOfBrackets(text string, at, backslashes int) int {
	depth, run := 0, 0
	for at < len(text) {
		switch text[at] {
		case '\\':
			run++
			at++
			continue
		case '"':
			if run == backslashes {
				at, run = endOfString(text, at+1, backslashes), 0
				continue
			}
		case '{', '[':
			depth++
		case '}', ']':
			depth--
			if depth == 0 {
				return at + 1
			}
		}
		run = 0
		at++
	}
	return len(text)
}

func endAt(text string, start int, characters string) int {
	if length := strings.IndexAny(text[start:], characters); length >= 0 {
		return start + length
	}
	return len(text)
}

func skipBlanks(text string, at int) int {
	for at < len(text) && strings.IndexByte(" \t\n\r\v\f", text[at]) >= 0 {
		at++
	}
	return at
}

func backslashesBefore(text string) int {
	return len(text) - len(strings.TrimRight(text, `\`))
}
