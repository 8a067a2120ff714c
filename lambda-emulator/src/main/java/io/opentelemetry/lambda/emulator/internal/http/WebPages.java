package io.opentelemetry.lambda.emulator.internal.http;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Finds what a web page sends: a browser lets any page post to 127.0.0.1, by its address or by a
 * name of the page's own that leads there.
 */
final class WebPages {

  /** The last two are in an environment's {@code /etc/hosts}. */
  private static final Pattern LOCAL =
      Pattern.compile(
          "(?i)(localhost|127\\.\\d+\\.\\d+\\.\\d+|\\[::1]|sandbox|sandbox\\.localdomain)(:\\d+)?");

  /** The header by which a request is a web page's, as {@code Origin https://page.example}. */
  static Optional<String> sign(HttpExchange exchange) {
    String origin = exchange.header("Origin");
    if (origin != null) {
      return Optional.of("Origin " + origin);
    }
    String host = exchange.header("Host");
    return host == null || LOCAL.matcher(host).matches()
        ? Optional.empty()
        : Optional.of("Host " + host);
  }

  private WebPages() {}
}
