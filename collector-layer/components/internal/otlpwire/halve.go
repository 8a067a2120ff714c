package otlpwire

import "encoding/binary"

// Halve returns two requests that together have the items of one, about half of them each; false for one with less than two. It cuts between
// resources where there are several, as requests that were merged differ in these; else between scopes, else between items. What stands around
// the items is in both. The body is one that Scan has read without an error.
func (s Signal) Halve(body []byte) (first, second []byte, ok bool) {
	return halve(s.request, body)
}

// piece is a field of a message, as its bytes.
type piece struct {
	field   []byte
	content []byte   // without the tag and the length
	tag     []byte   // the tag alone
	message *message // of the content
	items   int
}

func halve(m *message, body []byte) (first, second []byte, ok bool) {
	pieces, items := piecesOf(m, body)
	if items < 2 {
		return nil, nil, false
	}
	half := middle(pieces, items)
	seen := 0
	for _, piece := range pieces {
		switch {
		case piece.items == 0:
			first, second = append(first, piece.field...), append(second, piece.field...)
			continue
		case piece.items == items:
			head, tail, _ := halve(piece.message, piece.content)
			first, second = appendMessage(first, piece.tag, head), appendMessage(second, piece.tag, tail)
		case seen < half:
			first = append(first, piece.field...)
		default:
			second = append(second, piece.field...)
		}
		seen += piece.items
	}
	return first, second, true
}

// middle returns how many items are before the cut between two pieces that is next to the middle.
func middle(pieces []piece, items int) int {
	best, seen := 0, 0
	for _, piece := range pieces {
		seen += piece.items
		if seen < items && (best == 0 || abs(2*seen-items) < abs(2*best-items)) {
			best = seen
		}
	}
	return best
}

func abs(n int) int { return max(n, -n) }

func appendMessage(to, tag, content []byte) []byte {
	to = binary.AppendUvarint(append(to, tag...), uint64(len(content)))
	return append(to, content...)
}

// piecesOf returns the fields of a message, and how many items they have.
func piecesOf(m *message, body []byte) (pieces []piece, items int) {
	scan := scanner{buffer: body}
	for scan.at < len(body) {
		start := scan.at
		tag, err := scan.varint(len(body))
		if err != nil {
			return nil, 0
		}
		found := piece{tag: body[start:scan.at]}
		before, number := scan.items, int32(tag>>3)
		if err := scan.field(m, number, int(tag&7), len(body)); err != nil {
			return nil, 0
		}
		found.field, found.items = body[start:scan.at], scan.items-before
		if found.items > 0 {
			found.message = m.fields[known(m, number)].message
			_, size := binary.Uvarint(found.field[len(found.tag):])
			found.content = found.field[len(found.tag)+size:]
		}
		pieces, items = append(pieces, found), scan.items
	}
	return pieces, items
}
