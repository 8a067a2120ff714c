package otlpbody

import (
	"bytes"
	"compress/flate"
	"hash/crc32"
	"io"
	"sync"
)

// compactRuns makes one compressed part of those that follow each other and are not.
func compactRuns(parts []part) []part {
	var compact []part
	for len(parts) > 0 {
		n := 0
		for n < len(parts) && !parts[n].compressed {
			n++
		}
		if n > 0 {
			compact = append(compact, deflate(parts[:n]))
		} else {
			compact = append(compact, parts[0])
			n = 1
		}
		parts = parts[n:]
	}
	return compact
}

// compressor is used again, as it is large.
type compressor struct {
	mu     sync.Mutex
	writer *flate.Writer
}

var shared compressor

// deflate returns a piece of a stream, which ends at a byte's end and is not the last, so that others can follow.
func deflate(parts []part) part {
	whole := part{compressed: true}
	var out bytes.Buffer
	shared.mu.Lock()
	defer shared.mu.Unlock()
	if shared.writer == nil {
		shared.writer, _ = flate.NewWriter(nil, flate.BestSpeed) // the level is one
	}
	shared.writer.Reset(&out)
	for _, part := range parts {
		_, _ = shared.writer.Write(part.content) // to memory
		whole.checksum = crc32.Update(whole.checksum, crc32.IEEETable, part.content)
		whole.size += part.size
	}
	_ = shared.writer.Flush()
	whole.content = bytes.Clone(out.Bytes()) // without the room that the buffer has
	return whole
}

// inflate appends what a piece of a stream has.
func inflate(to, piece []byte) ([]byte, error) {
	reader := flate.NewReader(io.MultiReader(bytes.NewReader(piece), bytes.NewReader(lastBlock)))
	out := bytes.NewBuffer(to)
	_, err := out.ReadFrom(reader)
	return out.Bytes(), err
}

// combine returns the checksum of two texts that follow each other, the second of a length, by the checksums of both: the first one is
// multiplied by x^(8·length) modulo the polynomial, as zlib does it.
func combine(first, second uint32, length int) uint32 {
	power := uint32(1 << 31)  // x^0, the bits reversed
	square := uint32(1 << 23) // x^8
	for n := length; n > 0; n >>= 1 {
		if n&1 == 1 {
			power = multiply(square, power)
		}
		square = multiply(square, square)
	}
	return multiply(power, first) ^ second
}

// multiply multiplies two polynomials over GF(2) modulo that of CRC-32, their bits reversed.
func multiply(a, b uint32) uint32 {
	var product uint32
	for bit := uint32(1 << 31); bit != 0; bit >>= 1 {
		if a&bit != 0 {
			product ^= b
		}
		if b&1 != 0 {
			b = b>>1 ^ crc32.IEEE
		} else {
			b >>= 1
		}
	}
	return product
}
