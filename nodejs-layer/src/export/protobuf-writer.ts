const LENGTH_DELIMITED = 2;
const FIXED_64 = 1;
const FIXED_32 = 5;

// the function may replace it
const { fromCharCode } = String;
const scratch = Buffer.allocUnsafeSlow(8);

/**
 * Writes a Protocol Buffers message from its end to its beginning, so that the length of what is
 * nested is known when it is written: fields go in descending order. It is a string whose characters
 * are bytes, which the engine puts together in one go.
 */
export class ProtobufWriter {
  private written = '';

  /** Returns what has been written. */
  bytes(): Buffer {
    return Buffer.from(this.written, 'latin1');
  }

  /** Returns what has been written, for {@link put}. */
  content(): string {
    return this.written;
  }

  /** Writes what another writer has written. */
  put(content: string): void {
    this.written = content + this.written;
  }

  /** Returns how much has been written, as the mark at which a nested message ends. */
  mark(): number {
    return this.written.length;
  }

  /** Takes back what has been written since the mark. */
  rewind(mark: number): void {
    this.written = this.written.slice(this.written.length - mark);
  }

  /** Makes what has been written since the mark a nested message. */
  message(field: number, mark: number): void {
    this.put(tag(field, LENGTH_DELIMITED) + varint(this.written.length - mark));
  }

  string(field: number, text: string): void {
    this.delimited(field, Buffer.byteLength(text) === text.length ? text : Buffer.from(text).toString('latin1'));
  }

  /** Leaves an empty text out, as proto3 does. */
  optionalString(field: number, text: string | undefined): void {
    if (text !== undefined && text !== '') {
      this.string(field, text);
    }
  }

  binary(field: number, bytes: Uint8Array): void {
    this.delimited(field, Buffer.from(bytes).toString('latin1'));
  }

  /** Writes bytes given in hexadecimal digits. */
  hex(field: number, digits: string): void {
    this.delimited(field, Buffer.from(digits, 'hex').toString('latin1'));
  }

  uint(field: number, value: number): void {
    this.put(tag(field, 0) + varint(value));
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
      this.put(tag(field, 0) + bigVarint(BigInt.asUintN(64, BigInt(value))));
    } else {
      this.uint(field, value);
    }
  }

  double(field: number, value: number): void {
    scratch.writeDoubleLE(value);
    this.put(tag(field, FIXED_64) + scratch.toString('latin1'));
  }

  fixed64(field: number, value: bigint): void {
    scratch.writeBigUInt64LE(value);
    this.put(tag(field, FIXED_64) + scratch.toString('latin1'));
  }

  fixed32(field: number, value: number): void {
    scratch.writeUInt32LE(value);
    this.put(tag(field, FIXED_32) + scratch.toString('latin1', 0, 4));
  }

  private delimited(field: number, content: string): void {
    this.put(tag(field, LENGTH_DELIMITED) + varint(content.length) + content);
  }
}

function tag(field: number, type: number): string {
  return varint(field * 8 + type);
}

function varint(value: number): string {
  let text = '';
  let rest = value;
  while (rest >= 0x80) {
    text += fromCharCode((rest % 0x80) + 0x80);
    rest = Math.floor(rest / 0x80);
  }
  return text + fromCharCode(rest);
}

function bigVarint(value: bigint): string {
  let text = '';
  let rest = value;
  while (rest >= 0x80n) {
    text += fromCharCode(Number(rest & 0x7fn) + 0x80);
    rest >>= 7n;
  }
  return text + fromCharCode(Number(rest));
}
