// Package otlpbody has requests of OTLP as bytes: merged without decoding, as messages that follow each other are one, and compressed while they
// wait.
package otlpbody

import (
	"encoding/binary"
	"hash/crc32"
)

// Body is the body of a request. It is not changed by others than its owner.
type Body struct {
	parts []part
	items int
	size  int
}

// part is a piece of the body, compressed or not.
type part struct {
	content    []byte
	compressed bool
	size       int    // of what is not compressed
	checksum   uint32 // of the same, if it is compressed
}

// New returns the body of a request that has so many items. It keeps the bytes.
func New(message []byte, items int) *Body {
	return &Body{parts: []part{{content: message, size: len(message)}}, items: items, size: len(message)}
}

// Items is how many spans, data points or log records there are.
func (b *Body) Items() int { return b.items }

// Size is how many bytes the body has when it is not compressed.
func (b *Body) Size() int { return b.size }

// Held is how many bytes are in memory.
func (b *Body) Held() int {
	held := 0
	for _, part := range b.parts {
		held += len(part.content)
	}
	return held
}

// Append returns a body that has another one, too; neither is changed, as the other may be part of several.
func (b *Body) Append(other *Body) *Body {
	parts := append(append(make([]part, 0, len(b.parts)+len(other.parts)), b.parts...), other.parts...)
	return &Body{parts: parts, items: b.items + other.items, size: b.size + other.size}
}

// Compact compresses what is not compressed yet, so that less is held.
func (b *Body) Compact() {
	b.parts = compactRuns(b.parts)
}

// Plain returns the body, not compressed.
func (b *Body) Plain() ([]byte, error) {
	if len(b.parts) == 1 && !b.parts[0].compressed {
		return b.parts[0].content, nil
	}
	plain := make([]byte, 0, b.size)
	for _, part := range b.parts {
		if !part.compressed {
			plain = append(plain, part.content...)
			continue
		}
		var err error
		if plain, err = inflate(plain, part.content); err != nil {
			return nil, err
		}
	}
	return plain, nil
}

// gzipHeader is that of a stream without a name or a time, from an unknown system.
var gzipHeader = []byte{0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 4, 0xff}

// lastBlock is an empty block that ends a stream.
var lastBlock = []byte{3, 0}

// Gzip returns the body as one stream of gzip, since not every backend reads several that follow each other.
func (b *Body) Gzip() []byte {
	b.Compact()
	stream := make([]byte, 0, b.Held()+len(gzipHeader)+len(lastBlock)+8)
	stream = append(stream, gzipHeader...)
	checksum := crc32.ChecksumIEEE(nil)
	for i, part := range b.parts {
		stream = append(stream, part.content...)
		if i == 0 {
			checksum = part.checksum
		} else {
			checksum = combine(checksum, part.checksum, part.size)
		}
	}
	stream = append(stream, lastBlock...)
	stream = binary.LittleEndian.AppendUint32(stream, checksum)
	return binary.LittleEndian.AppendUint32(stream, uint32(b.size))
}
