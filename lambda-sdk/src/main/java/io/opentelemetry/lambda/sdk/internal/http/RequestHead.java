package io.opentelemetry.lambda.sdk.internal.http;

import io.opentelemetry.lambda.instrumentation.common.Diagnostics;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The first line and the headers of a request (RFC 9112). */
final class RequestHead {

  private static final String TOKEN_PUNCTUATION = "!#$%&'*+-.^_`|~";

  private final StringBuilder text = new StringBuilder(512);

  RequestHead(String requestLine) {
    text.append(requestLine);
  }

  void add(String name, String value) {
    text.append("\r\n").append(name).append(": ").append(value);
  }

  /**
   * Adds the user's headers; one that would break the request is left out, with a line.
   *
   * @return whether {@code Authorization} is one of them
   */
  boolean addAll(Map<String, List<String>> headers) {
    boolean authorized = false;
    for (Map.Entry<String, List<String>> header : headers.entrySet()) {
      String name = header.getKey();
      for (String value : header.getValue()) {
        String fault = fault(name, value);
        if (fault == null) {
          add(name, value);
          authorized |= name.equalsIgnoreCase("authorization");
        } else {
          // never the value, which may be a key
          Diagnostics.warn(
              "OTEL_EXPORTER_OTLP_HEADERS=" + name + "=…: " + fault + "; the header is not sent");
        }
      }
    }
    return authorized;
  }

  private static @Nullable String fault(String name, String value) {
    if (!isToken(name)) {
      return "a name has letters, digits and " + TOKEN_PUNCTUATION + " only";
    }
    switch (name.toLowerCase(Locale.ROOT)) {
      case "host":
      case "content-length":
      case "content-type":
      case "content-encoding":
      case "transfer-encoding":
      case "connection":
      case "keep-alive":
      case "expect":
      case "te":
      case "trailer":
      case "upgrade":
        return "it is set by the sender";
      default:
        return hasControlCharacter(value) ? "its value has a control character" : null;
    }
  }

  private static boolean isToken(String name) {
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean alphanumeric =
          (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
      if (!alphanumeric && TOKEN_PUNCTUATION.indexOf(c) < 0) {
        return false;
      }
    }
    return !name.isEmpty();
  }

  private static boolean hasControlCharacter(String value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if ((c < ' ' && c != '\t') || c == 0x7f) {
        return true;
      }
    }
    return false;
  }

  byte[] bytes() {
    return text.append("\r\n\r\n").toString().getBytes(StandardCharsets.UTF_8);
  }
}
