package io.opentelemetry.lambda.instrumentation.internal.payload;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.lambda.instrumentation.common.InstrumentationSettings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Sets payloads as attributes of an invocation's span, without secrets and cut to a limit; the
 * conventions have no names for them.
 */
public final class PayloadCapture {

  private static final String EVENT = "otel.lambda.event";
  private static final String RESPONSE = "otel.lambda.response";

  private static final String ELLIPSIS = "…";
  private static final int ELLIPSIS_BYTES = 3;

  /** Secrets are long, and what replaces them is short. */
  private static final int LOOK_AHEAD = 4;

  private final boolean events;
  private final boolean responses;
  private final int limit;
  private final Redaction redaction;

  /** Null if the user wants no payloads. */
  public static @Nullable PayloadCapture create(InstrumentationSettings settings) {
    Set<String> payloads = settings.payloads();
    return payloads.isEmpty() ? null : new PayloadCapture(payloads, settings);
  }

  private PayloadCapture(Set<String> payloads, InstrumentationSettings settings) {
    this.events = payloads.contains("event");
    this.responses = payloads.contains("response");
    this.limit = settings.payloadLimit();
    this.redaction = new Redaction(settings.redactedNames());
  }

  /** Sets the event, and puts the stream back; one that cannot be put back is not read. */
  public void setEvent(Span span, InputStream event) throws IOException {
    if (events && span.isRecording() && event.markSupported()) {
      event.mark(event.available());
      try {
        span.setAttribute(EVENT, text(prefix(event)));
      } finally {
        event.reset();
      }
    }
  }

  private byte[] prefix(InputStream payload) throws IOException {
    byte[] prefix = new byte[LOOK_AHEAD * limit + 1];
    int length = 0;
    int read;
    while (length < prefix.length
        && (read = payload.read(prefix, length, prefix.length - length)) > 0) {
      length += read;
    }
    return Arrays.copyOf(prefix, length);
  }

  /**
   * Sets the response, if the stream holds its bytes.
   *
   * @param start where in the stream the response begins
   */
  public void setResponse(Span span, OutputStream response, int start) throws IOException {
    if (responses && span.isRecording() && response instanceof ByteArrayOutputStream) {
      Prefix prefix = new Prefix(start, LOOK_AHEAD * limit + 1);
      ((ByteArrayOutputStream) response).writeTo(prefix);
      span.setAttribute(RESPONSE, text(prefix.bytes));
    }
  }

  /**
   * The payload as an attribute has it.
   *
   * @param prefix of the payload, one byte more than is looked at if the payload is longer
   */
  String text(byte[] prefix) {
    int length = Math.min(prefix.length, LOOK_AHEAD * limit);
    boolean cut = length < prefix.length;
    String text =
        redaction.apply(
            new String(prefix, 0, cut ? wholeCharacters(prefix, length) : length, UTF_8));
    byte[] bytes = text.getBytes(UTF_8);
    if (!cut && bytes.length <= limit) {
      return text;
    }
    if (limit < ELLIPSIS_BYTES) {
      return new String(bytes, 0, wholeCharacters(bytes, limit), UTF_8);
    }
    return new String(bytes, 0, wholeCharacters(bytes, limit - ELLIPSIS_BYTES), UTF_8) + ELLIPSIS;
  }

  /** Finds the most bytes, no more than so many, that end with a whole character. */
  private static int wholeCharacters(byte[] bytes, int length) {
    if (length >= bytes.length) {
      return bytes.length;
    }
    int end = length;
    // bytes that continue a character begin with 10
    while (end > 0 && (bytes[end] & 0xC0) == 0x80) {
      end--;
    }
    return end;
  }

  /** The first bytes of a stream's. */
  private static final class Prefix extends OutputStream {

    private final int start;
    private final int max;
    private byte[] bytes = {};

    Prefix(int start, int max) {
      this.start = start;
      this.max = max;
    }

    @Override
    public void write(byte[] all, int offset, int length) {
      int from = Math.min(offset + start, offset + length);
      bytes = Arrays.copyOfRange(all, from, Math.min(from + max, offset + length));
    }

    @Override
    public void write(int b) {}
  }
}
