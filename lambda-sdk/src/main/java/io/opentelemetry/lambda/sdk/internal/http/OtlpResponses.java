package io.opentelemetry.lambda.sdk.internal.http;

import io.opentelemetry.sdk.common.export.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Reads a backend's message about a request: <a
 * href="https://opentelemetry.io/docs/specs/otlp/#otlphttp-response">{@code Export…ServiceResponse}
 * or, where it refuses, {@code google.rpc.Status}</a>. Both have a text as field 2, the first one
 * level deeper; what is neither is no more than its status line.
 */
public final class OtlpResponses {

  private static final int MAX_TEXT = 500;

  /** Why a response is a refusal, in words. */
  public static String describeRefusal(HttpResponse response) {
    String refusal =
        "the backend answered " + response.getStatusCode() + " " + response.getStatusMessage();
    byte[] body = response.getResponseBody();
    String text = body == null ? null : text(body);
    return refusal.trim() + (text == null ? "" : ": " + shorten(text));
  }

  private static @Nullable String text(byte[] body) {
    if (body.length > 0 && body[0] == '{') {
      return new String(body, StandardCharsets.UTF_8);
    }
    ProtobufMessage status = ProtobufMessage.parse(body, 0, body.length, /* nested= */ true);
    return status == null ? null : status.text();
  }

  /** Reads how much a success leaves out; null if it is a whole one. */
  static @Nullable Rejection rejection(byte[] body) {
    if (body.length == 0) {
      return null;
    }
    ProtobufMessage response = ProtobufMessage.parse(body, 0, body.length, /* nested= */ false);
    ProtobufMessage partialSuccess = response == null ? null : response.message();
    if (partialSuccess == null || partialSuccess.number() <= 0) {
      return null;
    }
    String text = partialSuccess.text();
    return new Rejection(partialSuccess.number(), text == null ? "no reason given" : shorten(text));
  }

  private static String shorten(String text) {
    return text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT) + "…";
  }

  /** Part of a request that the backend has not taken, and will not. */
  static final class Rejection {

    private final long count;
    private final String reason;

    private Rejection(long count, String reason) {
      this.count = count;
      this.reason = reason;
    }

    long count() {
      return count;
    }

    String reason() {
      return reason;
    }
  }

  /** Field 1, a number or a message, and field 2, a text, of a Protocol Buffers message. */
  private static final class ProtobufMessage {

    private static final int VARINT = 0;
    private static final int FIXED_64 = 1;
    private static final int LENGTH_DELIMITED = 2;
    private static final int FIXED_32 = 5;

    private final byte[] bytes;
    private final int end;
    private final boolean nested;
    private int position;
    private long number;
    private @Nullable ProtobufMessage message;
    private @Nullable String text;

    /**
     * Parses a message; null for what is none.
     *
     * @param nested whether messages within it are skipped: there is one level of them at most,
     *     whatever the peer sends
     */
    static @Nullable ProtobufMessage parse(byte[] bytes, int start, int length, boolean nested) {
      ProtobufMessage message = new ProtobufMessage(bytes, start, start + length, nested);
      try {
        while (message.position < message.end) {
          message.readField();
        }
        return message;
      } catch (IllegalArgumentException e) {
        return null;
      }
    }

    private ProtobufMessage(byte[] bytes, int start, int end, boolean nested) {
      this.bytes = bytes;
      this.nested = nested;
      this.position = start;
      this.end = end;
    }

    long number() {
      return number;
    }

    @Nullable ProtobufMessage message() {
      return message;
    }

    @Nullable String text() {
      return text;
    }

    private void readField() {
      long tag = readVarint();
      long field = tag >>> 3;
      switch ((int) tag & 7) {
        case VARINT:
          long value = readVarint();
          number = field == 1 ? value : number;
          break;
        case FIXED_64:
          skip(8);
          break;
        case LENGTH_DELIMITED:
          long length = readVarint();
          int start = position;
          skip(length);
          if (field == 1 && !nested) {
            message = parse(bytes, start, (int) length, /* nested= */ true);
          } else if (field == 2) {
            text = new String(bytes, start, (int) length, StandardCharsets.UTF_8);
          }
          break;
        case FIXED_32:
          skip(4);
          break;
        default:
          throw new IllegalArgumentException("no such wire type");
      }
    }

    private long readVarint() {
      long value = 0;
      for (int shift = 0; shift < 64; shift += 7) {
        skip(1);
        byte b = bytes[position - 1];
        value |= (long) (b & 0x7f) << shift;
        if (b >= 0) {
          return value;
        }
      }
      throw new IllegalArgumentException("a number is too long");
    }

    private void skip(long length) {
      if (length < 0 || length > end - position) {
        throw new IllegalArgumentException("the message is cut off");
      }
      position += (int) length;
    }
  }
}
