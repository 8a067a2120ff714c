package io.opentelemetry.lambda.instrumentation.internal.trigger.http;

/** Hosts and ports as HTTP headers have them: {@code host}, {@code host:80}, {@code [::1]:80}. */
final class Addresses {

  private static final int MAX_PORT = 65_535;

  /** The first of the addresses in {@code X-Forwarded-For}, which is the client's own. */
  static String client(String forwarded) {
    int comma = forwarded.indexOf(',');
    return host(comma < 0 ? forwarded : forwarded.substring(0, comma));
  }

  static String host(String address) {
    String trimmed = address.trim();
    int bracket = trimmed.indexOf(']');
    if (trimmed.startsWith("[") && bracket > 0) {
      return trimmed.substring(1, bracket);
    }
    int colon = trimmed.indexOf(':');
    // more than one: an IPv6 address without a port
    boolean port = colon > 0 && colon == trimmed.lastIndexOf(':');
    return port ? trimmed.substring(0, colon) : trimmed;
  }

  /** Finds an address's port; -1 if it has none. */
  static int port(String address) {
    String trimmed = address.trim();
    int colon = trimmed.lastIndexOf(':');
    boolean port = colon > 0 && (colon == trimmed.indexOf(':') || trimmed.charAt(colon - 1) == ']');
    return port ? parsePort(trimmed.substring(colon + 1)) : -1;
  }

  /** Parses a port; -1 if the text is none. */
  static int parsePort(String text) {
    try {
      int port = Integer.parseInt(text.trim());
      return port > 0 && port <= MAX_PORT ? port : -1;
    } catch (NumberFormatException e) {
      return -1;
    }
  }

  private Addresses() {}
}
