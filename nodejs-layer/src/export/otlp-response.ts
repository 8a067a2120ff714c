import type { HttpResponse } from './http-response.ts';

const MAX_TEXT = 500;
const MAX_RETRY_AFTER = 3_600_000;

/** Returns why a response is a refusal, in words. */
export function describeRefusal(response: HttpResponse): string {
  const refusal = `the backend answered ${String(response.status)} ${response.reason}`.trim();
  const text = readMessage(response.body)?.text;
  return text === undefined ? refusal : `${refusal}: ${shorten(text)}`;
}

/** Returns what a success leaves out (OTLP, "Partial Success"), or undefined if it is a whole one. */
export function rejectionOf(body: Buffer): { count: number; reason: string } | undefined {
  const nested = readMessage(body)?.message;
  const partial = nested === undefined ? undefined : readMessage(nested);
  if (partial === undefined || partial.number <= 0) {
    return undefined;
  }
  return { count: partial.number, reason: partial.text === undefined ? 'no reason given' : shorten(partial.text) };
}

/** Returns the milliseconds of `Retry-After`, a number of seconds or a date; 0 for what is neither or over. */
export function retryAfterOf(response: HttpResponse): number {
  const value = response.headers.get('retry-after');
  if (value === undefined) {
    return 0;
  }
  const millis = /^\d+$/.test(value) ? Number(value) * 1000 : Date.parse(value) - Date.now();
  return Number.isNaN(millis) ? 0 : Math.max(0, Math.min(millis, MAX_RETRY_AFTER));
}

function shorten(text: string): string {
  return text.length <= MAX_TEXT ? text : `${text.slice(0, MAX_TEXT)}…`;
}

interface Message {
  number: number;
  message?: Buffer;
  text?: string;
}

/**
 * Reads field 1, a number or a message, and field 2, a text: of `Export…ServiceResponse`, of what it
 * nests, and of `google.rpc.Status`. Returns undefined for what is no such message.
 */
function readMessage(bytes: Buffer): Message | undefined {
  const message: Message = { number: 0 };
  let position = 0;
  const varint = (): number => {
    let value = 0;
    for (let factor = 1; position < bytes.length; factor *= 0x80) {
      const byte = bytes[position++] as number;
      value += (byte & 0x7f) * factor;
      if (byte < 0x80) {
        return value;
      }
    }
    position = Infinity;
    return 0;
  };
  while (position < bytes.length) {
    const tag = varint();
    const field = Math.floor(tag / 8);
    switch (tag & 7) {
      case 0: {
        const value = varint();
        message.number = field === 1 ? value : message.number;
        break;
      }
      case 1:
        position += 8;
        break;
      case 2: {
        const length = varint();
        const nested = bytes.subarray(position, position + length);
        position += length;
        if (field === 1) {
          message.message = nested;
        } else if (field === 2) {
          message.text = nested.toString('utf8');
        }
        break;
      }
      case 5:
        position += 4;
        break;
      default:
        return undefined;
    }
  }
  return position === bytes.length ? message : undefined;
}
