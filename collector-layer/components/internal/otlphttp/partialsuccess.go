package otlphttp

import (
	"encoding/binary"
	"encoding/json"
	"strconv"
	"strings"
)

// The fields of OTLP's responses, the same for every signal.
const (
	partialSuccessField = 1
	rejectedField       = 1
	errorMessageField   = 2
)

const (
	varint          = 0
	fixed64         = 1
	lengthDelimited = 2
	fixed32         = 5
)

// rejected reads a response: how many items the backend has rejected, and why. The package that has the responses links gRPC.
func rejected(response []byte) (items uint64, reason string) {
	eachField(response, func(number, _ uint64, partialSuccess []byte) {
		if number != partialSuccessField {
			return
		}
		eachField(partialSuccess, func(number, value uint64, content []byte) {
			switch number {
			case rejectedField:
				items = value
			case errorMessageField:
				reason = string(content)
			}
		})
	})
	return items, reason
}

// rejectedInJSON is the same for a response in JSON, where numbers of 64 bits may be text.
func rejectedInJSON(response []byte) (items uint64, reason string) {
	var parsed struct {
		PartialSuccess map[string]any `json:"partialSuccess"`
	}
	if json.Unmarshal(response, &parsed) != nil {
		return 0, ""
	}
	for name, value := range parsed.PartialSuccess {
		switch value := value.(type) {
		case float64:
			if strings.HasPrefix(name, "rejected") && value > 0 {
				items = uint64(value)
			}
		case string:
			if name == "errorMessage" {
				reason = value
			} else if strings.HasPrefix(name, "rejected") {
				items, _ = strconv.ParseUint(value, 10, 64)
			}
		}
	}
	return items, reason
}

// eachField reads a protobuf message up to its end, or to what is none.
func eachField(message []byte, visit func(number, value uint64, content []byte)) {
	for len(message) > 0 {
		tag, n := binary.Uvarint(message)
		if n <= 0 {
			return
		}
		message = message[n:]
		var value uint64
		var content []byte
		switch tag & 7 {
		case varint:
			if value, n = binary.Uvarint(message); n <= 0 {
				return
			}
		case lengthDelimited:
			length, size := binary.Uvarint(message)
			if size <= 0 || length > uint64(len(message)-size) {
				return
			}
			n = size + int(length)
			content = message[size:n]
		case fixed64:
			n = 8
		case fixed32:
			n = 4
		default:
			return
		}
		if n > len(message) {
			return
		}
		visit(tag>>3, value, content)
		message = message[n:]
	}
}
