package io.opentelemetry.lambda.instrumentation.internal.flush;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An HTTP/1.1 response: its status, headers and body, the latter with its length or in chunks. */
final class ExtensionsResponse {

  /** An event is some hundred bytes. */
  private static final int MAX_LENGTH = 1 << 20;

  private final int status;
  private final Map<String, String> headers;
  private final String body;

  static ExtensionsResponse read(InputStream in) throws IOException {
    int status = status(readLine(in));
    Map<String, String> headers = new HashMap<>();
    for (String line = readLine(in); !line.isEmpty(); line = readLine(in)) {
      int colon = line.indexOf(':');
      if (colon > 0) {
        headers.put(
            line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).trim());
      }
    }
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    if ("chunked".equalsIgnoreCase(headers.get("transfer-encoding"))) {
      readChunks(in, body);
    } else {
      String length = headers.get("content-length");
      copy(in, body, length == null ? 0 : length(length, 10));
    }
    return new ExtensionsResponse(
        status, headers, new String(body.toByteArray(), StandardCharsets.UTF_8));
  }

  private static int status(String line) throws IOException {
    // HTTP/1.1 200 OK
    if (!line.startsWith("HTTP/1.") || line.length() < 12) {
      throw new IOException("no HTTP response: " + line);
    }
    return length(line.substring(9, 12), 10);
  }

  private static void readChunks(InputStream in, ByteArrayOutputStream body) throws IOException {
    while (true) {
      String line = readLine(in);
      int extension = line.indexOf(';');
      int length = length(extension < 0 ? line : line.substring(0, extension), 16);
      if (length == 0) {
        return;
      }
      copy(in, body, length);
      readLine(in);
    }
  }

  private static int length(String text, int radix) throws IOException {
    try {
      int length = Integer.parseInt(text.trim(), radix);
      if (length >= 0 && length <= MAX_LENGTH) {
        return length;
      }
    } catch (NumberFormatException e) {
      // as one that is too large
    }
    throw new IOException("no HTTP response: " + text);
  }

  private static void copy(InputStream in, ByteArrayOutputStream to, int length)
      throws IOException {
    byte[] buffer = new byte[length];
    int read = 0;
    while (read < length) {
      int count = in.read(buffer, read, length - read);
      if (count < 0) {
        throw new EOFException("the connection was closed");
      }
      read += count;
    }
    to.write(buffer, 0, length);
  }

  private static String readLine(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0 || line.length() > MAX_LENGTH) {
        throw new EOFException("the connection was closed");
      }
      if (c != '\r') {
        line.append((char) c);
      }
    }
    return line.toString();
  }

  private ExtensionsResponse(int status, Map<String, String> headers, String body) {
    this.status = status;
    this.headers = headers;
    this.body = body;
  }

  int status() {
    return status;
  }

  /**
   * @param name in lower case
   */
  @Nullable String header(String name) {
    return headers.get(name);
  }

  String body() {
    return body;
  }
}
