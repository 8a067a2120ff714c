package io.opentelemetry.lambda.instrumentation.internal.trigger.http;

import io.opentelemetry.lambda.instrumentation.internal.json.JsonScanner;
import io.opentelemetry.lambda.instrumentation.internal.json.MalformedJsonException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** Reads the status out of the response of a function behind HTTP. */
final class StatusCodes {

  /** The response is JSON, and names no status. */
  static final int NONE = 0;

  /** The response is not JSON, names what is no status, or could not be looked at. */
  static final int UNKNOWN = -1;

  private static final int MIN = 100;
  private static final int MAX = 599;
  private static final int MAX_DIGITS = 3;

  /**
   * Looks at the very bytes that the stream holds, without a copy; the runtime hands out none but
   * streams that hold their bytes.
   */
  static int read(OutputStream response, int start) {
    if (!(response instanceof ByteArrayOutputStream)) {
      return UNKNOWN;
    }
    Peek peek = new Peek(start);
    try {
      ((ByteArrayOutputStream) response).writeTo(peek);
    } catch (IOException e) {
      return UNKNOWN;
    }
    return peek.status;
  }

  static int read(byte[] json, int start, int end) {
    try {
      return read(JsonScanner.of(json, start, end));
    } catch (MalformedJsonException e) {
      return UNKNOWN;
    }
  }

  private static int read(JsonScanner json) {
    if (json.peek() != '{') {
      json.skipValue();
      return json.isAtEnd() ? NONE : UNKNOWN;
    }
    json.expect('{');
    if (json.accept('}')) {
      return NONE;
    }
    do {
      String name = json.readString("statusCode".length());
      json.expect(':');
      byte first = json.peek();
      if ("statusCode".equals(name) && first != '{' && first != '[') {
        String value = first == '"' ? json.readString(MAX_DIGITS) : json.readLiteral();
        return value == null ? UNKNOWN : parse(value);
      }
      json.skipValue();
    } while (json.readSeparator('}'));
    return NONE;
  }

  private static int parse(String value) {
    try {
      int status = Integer.parseInt(value);
      return status >= MIN && status <= MAX ? status : UNKNOWN;
    } catch (NumberFormatException e) {
      return UNKNOWN;
    }
  }

  private static final class Peek extends OutputStream {

    private final int start;
    private int status = UNKNOWN;

    Peek(int start) {
      this.start = start;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
      if (length > start) {
        status = read(bytes, offset + start, offset + length);
      }
    }

    @Override
    public void write(int b) {}
  }

  private StatusCodes() {}
}
