import type { Span } from '../sdk/span.ts';
import { warn } from '../settings/diagnostics.ts';
import type { Environment } from '../settings/environment.ts';
import { payloadText, startOf } from './payload-text.ts';
import { Redaction } from './redaction.ts';
import { WrittenStart } from './written-start.ts';

const WHAT = 'OTEL_LAMBDA_CAPTURE_PAYLOAD';
const KNOWN = ['event', 'response', 'none'];
// the function may replace it
const { stringify } = JSON;

/** Sets payloads as attributes of an invocation's span, as far as the user asks for them. */
export class PayloadCapture {
  private readonly event: boolean;
  private readonly response: boolean;
  private readonly limit: number;
  private readonly redaction: Redaction;

  constructor(environment: Environment) {
    const entries = environment.list(WHAT);
    this.event = entries.includes('event');
    this.response = entries.includes('response');
    const unknown = entries.filter((entry) => !KNOWN.includes(entry));
    if (unknown.length > 0) {
      const used = entries.filter((entry) => KNOWN.includes(entry)).join(',') || 'none';
      warn(
        `${WHAT}=${environment.text(WHAT)}: unknown payload "${unknown.join('", "')}"; using ${used}.` +
          ` Known: ${KNOWN.join(', ')}`,
      );
    }
    this.limit = environment.integer('OTEL_LAMBDA_CAPTURE_PAYLOAD_LIMIT', 2048, 1, 65_536);
    this.redaction = new Redaction(environment.list('OTEL_LAMBDA_CAPTURE_PAYLOAD_REDACT'));
  }

  setEvent(span: Span, event: unknown): void {
    if (this.event) {
      this.set(span, 'otel.lambda.event', serialized(event, this.limit));
    }
  }

  /** @param response the handler's result, or what has been written to a stream */
  setResponse(span: Span, response: unknown): void {
    if (this.response) {
      const payload =
        response instanceof WrittenStart
          ? response.bytes()
          : // as the runtime serialises it
            serialized(response === undefined ? null : response, this.limit);
      this.set(span, 'otel.lambda.response', payload);
    }
  }

  /** Watches what is written to a response's stream, where that is asked for. */
  watch(stream: unknown): unknown {
    return this.response ? WrittenStart.of(stream, this.limit) : undefined;
  }

  private set(span: Span, name: string, payload: Buffer | undefined): void {
    if (payload !== undefined && payload.length > 0) {
      span.setAttribute(name, payloadText(payload, this.limit, this.redaction));
    }
  }
}

/** Returns nothing for what cannot be serialised, of which the runtime will tell. */
function serialized(value: unknown, limit: number): Buffer | undefined {
  try {
    const text = stringify(value) as string | undefined;
    return text === undefined ? undefined : startOf(text, limit);
  } catch {
    return undefined;
  }
}
