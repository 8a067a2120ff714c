package io.opentelemetry.lambda.emulator.internal.invokeapi;

import io.opentelemetry.lambda.emulator.internal.http.HttpExchange;
import java.util.regex.Pattern;

/**
 * Refuses what a web page sends: a browser lets any page post to 127.0.0.1, by its address or by a
 * name of the page's own that leads there.
 */
final class WebPages {

  private static final Pattern LOCAL =
      Pattern.compile("(?i)(localhost|127\\.\\d+\\.\\d+\\.\\d+|\\[::1])(:\\d+)?");

  static void refuse(HttpExchange exchange) {
    String origin = exchange.header("Origin");
    if (origin != null) {
      throw denied("Origin " + origin);
    }
    String host = exchange.header("Host");
    if (host != null && !LOCAL.matcher(host).matches()) {
      throw denied("Host " + host);
    }
  }

  private static RefusedException denied(String header) {
    return new RefusedException(
        403, "AccessDeniedException", header + ": web pages may not invoke functions");
  }

  private WebPages() {}
}
