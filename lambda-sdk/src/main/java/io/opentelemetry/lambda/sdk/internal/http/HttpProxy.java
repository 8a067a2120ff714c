package io.opentelemetry.lambda.sdk.internal.http;

import io.opentelemetry.lambda.sdk.internal.SdkSettings;
import io.opentelemetry.sdk.common.export.ProxyOptions;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.SocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP proxy on the way to an endpoint: of the exporter's own options, else of the JVM's
 * properties ({@code https.proxyHost} and others), else of the variables {@code https_proxy},
 * {@code http_proxy} and {@code no_proxy}. The function's own environment is never reached by one.
 */
final class HttpProxy {

  private final String host;
  private final int port;
  private final @Nullable String authorization;

  static @Nullable HttpProxy find(Endpoint endpoint, URI uri, @Nullable ProxyOptions options) {
    return find(endpoint, uri, options, SdkSettings.environment());
  }

  static @Nullable HttpProxy find(
      Endpoint endpoint, URI uri, @Nullable ProxyOptions options, Map<String, String> environment) {
    if (options != null) {
      return ofOptions(uri, options);
    }
    String host = endpoint.host();
    if (isLoopback(host)) {
      return null;
    }
    String scheme = endpoint.isTls() ? "https" : "http";
    String proxyHost = System.getProperty(scheme + ".proxyHost");
    if (proxyHost != null && !proxyHost.isEmpty()) {
      return matches(host, System.getProperty("http.nonProxyHosts", ""), '|')
          ? null
          : new HttpProxy(proxyHost, propertyPort(scheme), null);
    }
    String variable = SdkSettings.proxy(scheme, environment);
    return variable == null || matches(host, SdkSettings.noProxy(environment), ',')
        ? null
        : parse(variable);
  }

  private static @Nullable HttpProxy ofOptions(URI endpoint, ProxyOptions options) {
    for (Proxy proxy : options.getProxySelector().select(endpoint)) {
      SocketAddress address = proxy.address();
      if (proxy.type() == Proxy.Type.HTTP && address instanceof InetSocketAddress) {
        InetSocketAddress socket = (InetSocketAddress) address;
        return new HttpProxy(socket.getHostString(), socket.getPort(), null);
      }
    }
    return null;
  }

  private static boolean isLoopback(String host) {
    return host.equalsIgnoreCase("localhost") || host.startsWith("127.") || host.equals("[::1]");
  }

  private static int propertyPort(String scheme) {
    return Integer.getInteger(scheme + ".proxyPort", scheme.equals("https") ? 443 : 80);
  }

  /**
   * Tells whether a list names the host, or a domain that it belongs to.
   *
   * @param list such as {@code internal.example,.example.org} or {@code *.example.org|10.*}
   */
  private static boolean matches(String host, String list, char separator) {
    int start = 0;
    while (start <= list.length()) {
      int end = list.indexOf(separator, start);
      end = end < 0 ? list.length() : end;
      String entry = list.substring(start, end).trim();
      if (!entry.isEmpty() && matchesEntry(host.toLowerCase(Locale.ROOT), entry)) {
        return true;
      }
      start = end + 1;
    }
    return false;
  }

  private static boolean matchesEntry(String host, String entry) {
    String pattern = entry.toLowerCase(Locale.ROOT);
    if (pattern.equals("*")) {
      return true;
    }
    if (pattern.endsWith("*")) {
      return host.startsWith(pattern.substring(0, pattern.length() - 1));
    }
    String domain = pattern.startsWith("*") ? pattern.substring(1) : pattern;
    domain = domain.startsWith(".") ? domain.substring(1) : domain;
    return host.equals(domain) || host.endsWith("." + domain);
  }

  /** Reads {@code http://user:password@host:port}, of which the host is enough. */
  private static HttpProxy parse(String text) {
    try {
      URI uri = new URI(text.contains("://") ? text : "http://" + text);
      Endpoint proxy = Endpoint.of(uri);
      return new HttpProxy(proxy.host(), proxy.port(), proxy.basicAuthorization());
    } catch (URISyntaxException | IllegalArgumentException e) {
      // without the text, which may have a password
      throw new IllegalArgumentException("https_proxy or http_proxy is no proxy's address");
    }
  }

  private HttpProxy(String host, int port, @Nullable String authorization) {
    this.host = host;
    this.port = port;
    this.authorization = authorization;
  }

  String host() {
    return host;
  }

  int port() {
    return port;
  }

  /** Adds the header that the proxy wants, if it wants one. */
  void authorize(RequestHead head) {
    if (authorization != null) {
      head.add("Proxy-Authorization", authorization);
    }
  }
}
