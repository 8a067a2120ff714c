package otlpwire

import "bytes"

// Span is one that names the invocation that it is of.
type Span struct {
	Invocation            string
	Trace                 [16]byte
	ID, Parent            [8]byte
	ServerOrConsumer      bool
	hasInvocation, isText bool
}

var invocationID = []byte("faas.invocation_id")

const (
	kindServer   = 2
	kindConsumer = 5
)

// InvocationSpans calls for each span of a request with faas.invocation_id. The body is one that Scan has read without an error.
func InvocationSpans(body []byte, found func(Span)) {
	if !bytes.Contains(body, invocationID) {
		return
	}
	each(body, 1, func(resourceSpans []byte) {
		each(resourceSpans, 2, func(scopeSpans []byte) {
			each(scopeSpans, 2, func(span []byte) {
				if !bytes.Contains(span, invocationID) {
					return
				}
				if read := readSpan(span); read.hasInvocation && read.isText {
					found(read)
				}
			})
		})
	})
}

func readSpan(body []byte) Span {
	var span Span
	fieldsOf(body, func(number int, value uint64, content []byte) {
		switch number {
		case 1:
			copy(span.Trace[:], content)
		case 2:
			copy(span.ID[:], content)
		case 4:
			copy(span.Parent[:], content)
		case 6:
			span.ServerOrConsumer = value == kindServer || value == kindConsumer
		case 9:
			if !span.hasInvocation {
				readAttribute(content, &span)
			}
		}
	})
	return span
}

func readAttribute(attribute []byte, into *Span) {
	var key, value []byte
	fieldsOf(attribute, func(number int, _ uint64, content []byte) {
		switch number {
		case 1:
			key = content
		case 2:
			value = content
		}
	})
	if !bytes.Equal(key, invocationID) {
		return
	}
	into.hasInvocation = true
	fieldsOf(value, func(number int, _ uint64, content []byte) {
		if number == 1 {
			into.Invocation, into.isText = string(content), true
		}
	})
}

func each(body []byte, wanted int, visit func([]byte)) {
	fieldsOf(body, func(number int, _ uint64, content []byte) {
		if number == wanted {
			visit(content)
		}
	})
}

// fieldsOf reads the fields of a message that is known to be well-formed.
func fieldsOf(body []byte, visit func(number int, value uint64, content []byte)) {
	scan := scanner{buffer: body}
	for scan.at < len(body) {
		tag, err := scan.varint(len(body))
		if err != nil {
			return
		}
		var value uint64
		var content []byte
		switch tag & 7 {
		case typeVarint:
			value, err = scan.varint(len(body))
		case typeLength:
			var length int
			length, err = scan.length(len(body))
			content = body[scan.at : scan.at+length]
			scan.at += length
		default:
			err = scan.skip(int(tag&7), len(body))
		}
		if err != nil {
			return
		}
		visit(int(tag>>3), value, content)
	}
}
