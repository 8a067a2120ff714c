const LENGTH_DELIMITED = 2;
const FIXED_64 = 1;
const FIXED_32 = 5;
const FIRST_CAPACITY = 4096;

/**
 * Writes a Protocol Buffers message from its end to its beginning, so that the length of what is
 * nested is known when it is written: fields go in descending order.
 */
export class ProtobufWriter {
  private buffer = Buffer.allocUnsafe(FIRST_CAPACITY);
  private position = FIRST_CAPACITY;

  /** Returns what has been written. */
  bytes(): Buffer {
    return this.buffer.subarray(this.position);
  }

  /** Returns how much has been written, as the mark at which a nested message ends. */
  mark(): number {
    return this.buffer.length - this.position;
  }

  /** Takes back what has been written since the mark. */
  rewind(mark: number): void {
    this.position = this.buffer.length - mark;
  }

  /** Makes what has been written since the mark a nested message. */
  message(field: number, mark: number): void {
    this.varint(this.mark() - mark);
    this.tag(field, LENGTH_DELIMITED);
  }

  string(field: number, text: string): void {
    const mark = this.mark();
    this.utf8(text);
    this.message(field, mark);
  }

  /** Leaves an empty text out, as proto3 does. */
  optionalString(field: number, text: string | undefined): void {
    if (text !== undefined && text !== '') {
      this.string(field, text);
    }
  }

  binary(field: number, bytes: Uint8Array): void {
    this.written(bytes);
    this.varint(bytes.length);
    this.tag(field, LENGTH_DELIMITED);
  }

  /** Writes bytes given in hexadecimal digits. */
  hex(field: number, digits: string): void {
    const length = digits.length / 2;
    this.reserve(length);
    this.buffer.write(digits, this.position, length, 'hex');
    this.varint(length);
    this.tag(field, LENGTH_DELIMITED);
  }

  /** Writes what another writer has written. */
  written(bytes: Uint8Array): void {
    this.reserve(bytes.length);
    this.buffer.set(bytes, this.position);
  }

  uint(field: number, value: number): void {
    this.varint(value);
    this.tag(field, 0);
  }

  /** Leaves zero out, as proto3 does. */
  optionalUint(field: number, value: number): void {
    if (value !== 0) {
      this.uint(field, value);
    }
  }

  /** Writes an integer of up to 53 bits; a negative one as its two's complement of 64 bits. */
  int(field: number, value: number): void {
    if (value < 0) {
      this.bigVarint(BigInt.asUintN(64, BigInt(value)));
      this.tag(field, 0);
    } else {
      this.uint(field, value);
    }
  }

  double(field: number, value: number): void {
    this.reserve(8);
    this.buffer.writeDoubleLE(value, this.position);
    this.tag(field, FIXED_64);
  }

  fixed64(field: number, value: bigint): void {
    this.reserve(8);
    this.buffer.writeBigUInt64LE(value, this.position);
    this.tag(field, FIXED_64);
  }

  fixed32(field: number, value: number): void {
    this.reserve(4);
    this.buffer.writeUInt32LE(value, this.position);
    this.tag(field, FIXED_32);
  }

  private utf8(text: string): void {
    const length = Buffer.byteLength(text);
    this.reserve(length);
    this.buffer.write(text, this.position, length, 'utf8');
  }

  private tag(field: number, type: number): void {
    const value = field * 8 + type;
    if (value < 0x80) {
      this.reserve(1);
      this.buffer[this.position] = value;
    } else {
      this.longVarint(value);
    }
  }

  private varint(value: number): void {
    if (value < 0x80) {
      this.reserve(1);
      this.buffer[this.position] = value;
    } else {
      this.longVarint(value);
    }
  }

  /** Is apart, as what runs most is optimised soon, which takes 6 MB. */
  private longVarint(value: number): void {
    let length = 1;
    for (let rest = value; rest >= 0x80; rest = Math.floor(rest / 0x80)) {
      length++;
    }
    this.reserve(length);
    let rest = value;
    for (let i = 0; i < length; i++) {
      this.buffer[this.position + i] = (rest % 0x80) + (i < length - 1 ? 0x80 : 0);
      rest = Math.floor(rest / 0x80);
    }
  }

  private bigVarint(value: bigint): void {
    const bytes: number[] = [];
    let rest = value;
    do {
      bytes.push(Number(rest & 0x7fn));
      rest >>= 7n;
    } while (rest > 0n);
    this.reserve(bytes.length);
    bytes.forEach((byte, i) => {
      this.buffer[this.position + i] = i < bytes.length - 1 ? byte + 0x80 : byte;
    });
  }

  private reserve(length: number): void {
    if (length > this.position) {
      const written = this.mark();
      const capacity = Math.max(this.buffer.length * 2, written + length);
      const larger = Buffer.allocUnsafe(capacity);
      this.buffer.copy(larger, capacity - written, this.position);
      this.buffer = larger;
      this.position = capacity - written;
    }
    this.position -= length;
  }
}
