package otlpbody

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"hash/crc32"
	"io"
	"math/rand/v2"
	"strings"
	"testing"
)

// some bodies, of which one is empty and one is larger than deflate's window.
func some() [][]byte {
	random := make([]byte, 3000)
	for i := range random {
		random[i] = byte(rand.IntN(256))
	}
	return [][]byte{[]byte("first"), nil, []byte(strings.Repeat("a span ", 20_000)), random, []byte("last")}
}

func TestGzip_anyMixOfCompressedAndPlainParts_isOneStream(t *testing.T) {
	bodies := some()
	for mix := range 1 << len(bodies) {
		var all *Body
		for i, content := range bodies {
			body := New(content, 2)
			if mix>>i&1 == 1 {
				body.Compact()
			}
			if all == nil {
				all = body
			} else {
				all = all.Append(body)
			}
		}
		want := bytes.Join(bodies, nil)
		plain, err := all.Plain()
		if err != nil || !bytes.Equal(plain, want) {
			t.Fatalf("mix %b: plain is not what went in: %v", mix, err)
		}
		if all.Items() != 2*len(bodies) || all.Size() != len(want) {
			t.Fatalf("mix %b: %d items, %d bytes", mix, all.Items(), all.Size())
		}
		if got := gunzip(t, all.Gzip()); !bytes.Equal(got, want) {
			t.Fatalf("mix %b: the stream is not what went in", mix)
		}
		if got := gunzip(t, all.Gzip()); !bytes.Equal(got, want) {
			t.Fatalf("mix %b: the second stream is another one", mix)
		}
	}
}

// gunzip reads a single stream, and fails if anything follows it.
func gunzip(t *testing.T, stream []byte) []byte {
	t.Helper()
	source := bytes.NewReader(stream)
	reader, err := gzip.NewReader(source)
	if err != nil {
		t.Fatal(err)
	}
	reader.Multistream(false)
	content, err := io.ReadAll(reader)
	if err != nil {
		t.Fatal(err)
	}
	if source.Len() > 0 {
		t.Fatalf("%d bytes follow", source.Len())
	}
	return content
}

func TestCompact_holdsLess(t *testing.T) {
	body := New([]byte(strings.Repeat("a span of a function ", 1000)), 1)
	before := body.Held()
	body.Compact()
	if body.Held() > before/10 {
		t.Errorf("%d of %d bytes", body.Held(), before)
	}
}

func TestAppend_leavesBothAsTheyAre(t *testing.T) {
	first, second := New([]byte("a"), 1), New([]byte("b"), 1)
	first.Append(second).Compact()
	first.Append(second).Compact()
	plain, _ := first.Plain()
	if string(plain) != "a" || first.Items() != 1 {
		t.Errorf("%q", plain)
	}
}

func TestCombine(t *testing.T) {
	for _, length := range []int{0, 1, 7, 255, 256, 65_537} {
		t.Run(fmt.Sprint(length), func(t *testing.T) {
			first, second := []byte("something"), bytes.Repeat([]byte("x7"), length)[:length]
			got := combine(crc32.ChecksumIEEE(first), crc32.ChecksumIEEE(second), length)
			if want := crc32.ChecksumIEEE(append(first, second...)); got != want {
				t.Errorf("%x, not %x", got, want)
			}
		})
	}
}
