package io.opentelemetry.lambda.sdk.internal.http;

import io.opentelemetry.sdk.common.export.HttpResponse;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A response as HTTP/1.1 frames it (RFC 9112): by its length, in chunks, or up to the end. Of one
 * whose framing is broken the status still counts, since the backend has decided by then.
 */
final class RawHttpResponse implements HttpResponse {

  private static final int MAX_LINE = 16 * 1024;
  private static final int MAX_HEADERS = 200;
  private static final int MAX_INTERIM_RESPONSES = 16;

  private final int statusCode;
  private final String statusMessage;
  private final byte[] body;
  private final boolean keepsConnection;
  private final @Nullable String retryAfter;
  private final @Nullable String fault;

  /**
   * Reads the next response that is final.
   *
   * @throws ConnectionLostException if the stream ends before its first byte
   * @throws IOException if it ends within it, or has no status of HTTP/1
   */
  static RawHttpResponse read(InputStream stream, long maxBodySize) throws IOException {
    InputStream in = new BufferedInputStream(stream);
    awaitFirstByte(in);
    for (int i = 0; i <= MAX_INTERIM_RESPONSES; i++) {
      String[] status = readLine(in).split(" ", 3);
      int code = statusCode(status);
      if (code >= 200) {
        return readFinal(in, status, code, maxBodySize);
      }
      readHeaders(in);
    }
    throw new FramingException("the backend sends interim responses without end");
  }

  private static RawHttpResponse readFinal(
      InputStream in, String[] status, int code, long maxBodySize) throws IOException {
    String message = status.length > 2 ? status[2] : "";
    try {
      Map<String, String> headers = readHeaders(in);
      ByteArrayOutputStream body = new ByteArrayOutputStream();
      boolean framed = readBody(in, code, headers, body, maxBodySize);
      // bytes that follow are no answer to a request that is still to come
      boolean keepsConnection =
          framed
              && status[0].equals("HTTP/1.1")
              && !headers.getOrDefault("connection", "").contains("close")
              && in.available() == 0;
      return new RawHttpResponse(
          code, message, body.toByteArray(), keepsConnection, headers.get("retry-after"), null);
    } catch (FramingException e) {
      return new RawHttpResponse(code, message, new byte[0], false, null, e.getMessage());
    }
  }

  /** Reads the status of a proxy's response to CONNECT, behind which there is a tunnel. */
  static int readTunnelStatus(InputStream stream) throws IOException {
    InputStream in = new BufferedInputStream(stream);
    awaitFirstByte(in);
    int code = statusCode(readLine(in).split(" ", 3));
    readHeaders(in);
    return code;
  }

  private static void awaitFirstByte(InputStream in) throws IOException {
    in.mark(1);
    try {
      if (in.read() < 0) {
        throw new ConnectionLostException("the backend closed the connection");
      }
    } catch (SocketException e) {
      throw new ConnectionLostException("the backend reset the connection");
    }
    in.reset();
  }

  private static int statusCode(String[] status) throws IOException {
    if (status.length >= 2 && status[0].startsWith("HTTP/1.") && status[1].length() == 3) {
      try {
        int code = Integer.parseInt(status[1]);
        if (code >= 100) {
          return code;
        }
      } catch (NumberFormatException e) {
        // as below
      }
    }
    throw new FramingException("the backend does not speak HTTP/1.1");
  }

  private static Map<String, String> readHeaders(InputStream in) throws IOException {
    Map<String, String> headers = new HashMap<>();
    for (int i = 0; i < MAX_HEADERS; i++) {
      String line = readLine(in);
      if (line.isEmpty()) {
        return headers;
      }
      int colon = line.indexOf(':');
      if (colon > 0) {
        String name = line.substring(0, colon).toLowerCase(Locale.ROOT);
        String value = line.substring(colon + 1).trim().toLowerCase(Locale.ROOT);
        String before = headers.put(name, value);
        if (before != null && !before.equals(value)) {
          headers.put(name, before + ", " + value);
        }
      }
    }
    throw new FramingException("too many headers");
  }

  /** Reads the body; tells whether its end is known without the end of the connection. */
  private static boolean readBody(
      InputStream in,
      int code,
      Map<String, String> headers,
      ByteArrayOutputStream body,
      long maxBodySize)
      throws IOException {
    String coding = headers.get("transfer-encoding");
    String length = headers.get("content-length");
    if (code == 204 || code == 304) {
      return true;
    }
    if (coding != null) {
      if (!coding.equals("chunked")) {
        throw new FramingException("Transfer-Encoding: " + coding);
      }
      readChunks(in, body, maxBodySize);
      return length == null;
    }
    if (length != null) {
      copy(in, body, parseLength(length, 10), maxBodySize);
      return true;
    }
    copyToEnd(in, body, maxBodySize);
    return false;
  }

  private static void readChunks(InputStream in, ByteArrayOutputStream body, long maxBodySize)
      throws IOException {
    while (true) {
      String size = readLine(in);
      int extension = size.indexOf(';');
      long length = parseLength(extension < 0 ? size : size.substring(0, extension), 16);
      if (length == 0) {
        readHeaders(in); // trailers
        return;
      }
      checkSize(body.size() + length, maxBodySize);
      copy(in, body, length, maxBodySize);
      if (!readLine(in).isEmpty()) {
        throw new FramingException("a chunk of another length than it says");
      }
    }
  }

  private static long parseLength(String text, int radix) throws IOException {
    try {
      long length = Long.parseLong(text.trim(), radix);
      if (length >= 0) {
        return length;
      }
    } catch (NumberFormatException e) {
      // as below
    }
    throw new FramingException("no valid length: " + text);
  }

  private static void copy(
      InputStream in, ByteArrayOutputStream body, long length, long maxBodySize)
      throws IOException {
    checkSize(length, maxBodySize);
    byte[] buffer = new byte[(int) Math.min(length, 8192)];
    long left = length;
    while (left > 0) {
      int count = in.read(buffer, 0, (int) Math.min(left, buffer.length));
      if (count < 0) {
        throw new EOFException("the backend's response is cut off");
      }
      body.write(buffer, 0, count);
      left -= count;
    }
  }

  private static void copyToEnd(InputStream in, ByteArrayOutputStream body, long maxBodySize)
      throws IOException {
    byte[] buffer = new byte[8192];
    int count;
    while ((count = in.read(buffer)) >= 0) {
      body.write(buffer, 0, count);
      checkSize(body.size(), maxBodySize);
    }
  }

  private static void checkSize(long size, long max) throws IOException {
    if (size > max) {
      throw new FramingException("a body of more than " + max + " bytes");
    }
  }

  private static String readLine(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream(64);
    int b;
    while ((b = in.read()) != '\n') {
      if (b < 0) {
        throw new EOFException("the backend's response is cut off");
      }
      if (line.size() == MAX_LINE) {
        throw new FramingException("a line of more than " + MAX_LINE + " bytes");
      }
      line.write(b);
    }
    String text = new String(line.toByteArray(), StandardCharsets.ISO_8859_1);
    return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
  }

  private RawHttpResponse(
      int statusCode,
      String statusMessage,
      byte[] body,
      boolean keepsConnection,
      @Nullable String retryAfter,
      @Nullable String fault) {
    this.statusCode = statusCode;
    this.statusMessage = statusMessage;
    this.body = body;
    this.keepsConnection = keepsConnection;
    this.retryAfter = retryAfter;
    this.fault = fault;
  }

  /** Why all but the status could not be read; null if it could. */
  @Nullable String fault() {
    return fault;
  }

  /** Tells whether the connection can take another request. */
  boolean keepsConnection() {
    return keepsConnection;
  }

  /** For how long the server does not want to be asked again; 0 if it does not say. */
  long retryAfterNanos() {
    return retryAfter == null ? 0 : RetryAfter.nanos(retryAfter);
  }

  @Override
  public int getStatusCode() {
    return statusCode;
  }

  @Override
  public String getStatusMessage() {
    return statusMessage;
  }

  @Override
  public byte[] getResponseBody() {
    return body;
  }
}
