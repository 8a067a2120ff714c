import type { Redaction } from './redaction.ts';

const ELLIPSIS = '…';
const ELLIPSIS_BYTES = 3;
/** As much of a payload is looked at, as redaction makes it shorter. */
const SHARE = 4;

/** Returns how many bytes of a payload are looked at; there may be more. */
export function bytesLookedAt(limit: number): number {
  return limit * SHARE;
}

/** Returns the UTF-8 of a text's start; a byte more than is looked at tells that there is more. */
export function startOf(text: string, limit: number): Buffer {
  // a character has a byte at least
  return Buffer.from(text.slice(0, bytesLookedAt(limit) + 1));
}

/** Returns the start of a payload that has as many bytes of UTF-8 as the limit says, without its secrets. */
export function payloadText(payload: Buffer, limit: number, redaction: Redaction): string {
  const start = wholeCharacters(payload, bytesLookedAt(limit));
  const text = redaction.redact(start.toString());
  const bytes = Buffer.from(text);
  if (start.length === payload.length && bytes.length <= limit) {
    return text;
  }
  return limit < ELLIPSIS_BYTES
    ? wholeCharacters(bytes, limit).toString()
    : wholeCharacters(bytes, limit - ELLIPSIS_BYTES).toString() + ELLIPSIS;
}

function wholeCharacters(bytes: Buffer, most: number): Buffer {
  let end = Math.min(bytes.length, most);
  // the first byte of what would be cut off continues a character
  while (end > 0 && ((bytes[end] ?? 0) & 0xc0) === 0x80) {
    end--;
  }
  return bytes.subarray(0, end);
}
