// Package otlpwire reads requests of OTLP without decoding them: it accepts what the Collector's own data model accepts, and counts.
package otlpwire

import "errors"

// The errors of bodies that are none of OTLP's.
var (
	errCutOff   = errors.New("it is cut off")
	errNumber   = errors.New("a number has more than 64 bits")
	errField    = errors.New("a field has no valid number")
	errWireType = errors.New("a field is of another type")
	errID       = errors.New("an ID has not its length")
	errPacked   = errors.New("packed numbers are cut off")
	errDepth    = errors.New("values lie too deep in each other")
	errGroup    = errors.New("a group has no start")
)

// wire types of protobuf.
const (
	typeVarint     = 0
	typeFixed64    = 1
	typeLength     = 2
	typeStartGroup = 3
	typeEndGroup   = 4
	typeFixed32    = 5
)

// Signal is one of OTLP's.
type Signal struct {
	request *message
}

// The signals.
var (
	Traces  = Signal{&tracesRequest}
	Metrics = Signal{&metricsRequest}
	Logs    = Signal{&logsRequest}
)

// Scan reads a request to its end, and returns how many spans, data points or log records it has.
func (s Signal) Scan(body []byte) (int, error) {
	scan := scanner{buffer: body}
	err := scan.message(s.request, len(body))
	return scan.items, err
}

// maxDepth is how deep values may lie in each other.
const maxDepth = 1000

type scanner struct {
	buffer []byte
	at     int
	depth  int
	items  int
}

// message reads one that ends at a place.
func (s *scanner) message(m *message, end int) error {
	if s.depth++; s.depth > maxDepth {
		return errDepth
	}
	if m.item {
		s.items++
	}
	for s.at < end {
		// nearly all tags have one byte
		tag := uint64(s.buffer[s.at])
		if tag < 0x80 {
			s.at++
		} else {
			var err error
			if tag, err = s.varint(end); err != nil {
				return err
			}
		}
		number := int32(tag >> 3) // as the data model cuts it
		if number <= 0 {
			return errField
		}
		if err := s.field(m, number, int(tag&7), end); err != nil {
			return err
		}
	}
	s.depth--
	return nil
}

func (s *scanner) field(m *message, number int32, wireType, end int) error {
	number = known(m, number)
	if number > maxField {
		return s.skip(wireType, end)
	}
	found := &m.fields[number]
	switch {
	case found.kind == unknown:
		return s.skip(wireType, end)
	case found.kind == packedFixed64 && wireType != typeLength:
		return s.skipOnly(wireType, typeFixed64, end)
	case found.kind == packedVarint && wireType == typeVarint:
		return s.skip(wireType, end)
	case found.kind == fixed64:
		return s.skipOnly(wireType, typeFixed64, end)
	case found.kind == fixed32:
		return s.skipOnly(wireType, typeFixed32, end)
	case found.kind == varint:
		return s.skipOnly(wireType, typeVarint, end)
	case wireType != typeLength:
		return errWireType
	}
	length, err := s.length(end)
	if err != nil {
		return err
	}
	return s.content(found, s.at+length)
}

// known returns the number by which a message's table has a field.
func known(m *message, number int32) int32 {
	if number == deprecatedField && m.deprecated {
		return 2
	}
	return number
}

// content reads a field that has a length, up to its end.
func (s *scanner) content(found *field, end int) error {
	length := end - s.at
	switch found.kind {
	case nested:
		return s.message(found.message, end)
	case traceID:
		if length != 0 && length != 16 {
			return errID
		}
	case spanID:
		if length != 0 && length != 8 {
			return errID
		}
	case packedFixed64:
		if length%8 != 0 {
			return errPacked
		}
	case packedVarint:
		for s.at < end {
			if _, err := s.varint(end); err != nil {
				return err
			}
		}
	}
	s.at = end
	return nil
}

// skipOnly skips a field that has to be of a wire type.
func (s *scanner) skipOnly(wireType, wanted, end int) error {
	if wireType != wanted {
		return errWireType
	}
	return s.skip(wireType, end)
}

func (s *scanner) fixed(size, end int) error {
	if s.at+size > end {
		return errCutOff
	}
	s.at += size
	return nil
}

// length reads how long a field is.
func (s *scanner) length(end int) (int, error) {
	if s.at < end && s.buffer[s.at] < 0x80 {
		length := int(s.buffer[s.at])
		s.at++
		if length > end-s.at {
			return 0, errCutOff
		}
		return length, nil
	}
	length, err := s.varint(end)
	if err != nil {
		return 0, err
	}
	if length > uint64(end-s.at) {
		return 0, errCutOff
	}
	return int(length), nil
}

func (s *scanner) varint(end int) (uint64, error) {
	var value uint64
	for shift := uint(0); shift < 64; shift += 7 {
		if s.at >= end {
			return 0, errCutOff
		}
		b := s.buffer[s.at]
		s.at++
		value |= uint64(b&0x7f) << shift
		if b < 0x80 {
			return value, nil
		}
	}
	return 0, errNumber
}

// skip reads a field that is not known, groups included.
func (s *scanner) skip(wireType, end int) error {
	depth := 0
	for s.at < end {
		var err error
		switch wireType {
		case typeVarint:
			_, err = s.varint(end)
			return err
		case typeFixed64:
			return s.fixed(8, end)
		case typeFixed32:
			return s.fixed(4, end)
		case typeLength:
			length, err := s.length(end)
			s.at += length
			return err
		case typeStartGroup:
			depth++
		case typeEndGroup:
			if depth == 0 {
				return errGroup
			}
			depth--
		default:
			return errWireType
		}
		if depth == 0 {
			return nil
		}
		tag, err := s.varint(end)
		if err != nil {
			return err
		}
		if int32(tag>>3) <= 0 {
			return errField
		}
		wireType = int(tag & 7)
	}
	return errCutOff
}
