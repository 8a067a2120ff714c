package io.opentelemetry.lambda.sdk.internal.http;

import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collections;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The address of a backend or proxy: where to connect, and what its requests name. */
final class Endpoint {

  private static volatile Set<String> deferredTls = Collections.emptySet();

  private final boolean tls;
  private final String host;
  private final int port;
  private final String authority;
  private final String path;
  private final @Nullable String credentials;
  private final @Nullable AwsSigner signer;

  /**
   * Reads {@code http://user:password@host:port/path?query}, all but the host optional.
   *
   * @throws IllegalArgumentException if there is no host, or a port that is no number; the message
   *     does not quote the address, which may have a password
   */
  static Endpoint of(URI uri) {
    return new Endpoint(uri);
  }

  /** Names the authorities that are connected to by TLS although their addresses do not say so. */
  static void deferTls(Set<String> authorities) {
    deferredTls = authorities;
  }

  private Endpoint(URI uri) {
    String raw = uri.getRawAuthority() == null ? "" : uri.getRawAuthority();
    int at = raw.lastIndexOf('@');
    this.authority = raw.substring(at + 1);
    this.tls = "https".equalsIgnoreCase(uri.getScheme()) || deferredTls.contains(this.authority);
    this.credentials = at <= 0 ? null : decode(raw.substring(0, at));
    // URI knows no host with an underscore
    int colon = authority.lastIndexOf(':');
    boolean hasPort = colon > authority.lastIndexOf(']');
    this.host = hasPort ? authority.substring(0, colon) : authority;
    this.port = hasPort && colon + 1 < authority.length() ? port(colon + 1) : tls ? 443 : 80;
    if (host.isEmpty()) {
      throw new IllegalArgumentException("the endpoint's address has no host");
    }
    // others load nothing for it
    this.signer =
        host.contains(".amazonaws.") || host.endsWith(".api.aws") ? AwsSigner.of(host) : null;
    String rawPath =
        uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
    this.path = uri.getRawQuery() == null ? rawPath : rawPath + "?" + uri.getRawQuery();
  }

  private static String decode(String userInfo) {
    String decoded = URI.create("http://" + userInfo + "@host").getUserInfo();
    String credentials = decoded == null ? userInfo : decoded;
    return credentials.indexOf(':') < 0 ? credentials + ":" : credentials;
  }

  private int port(int start) {
    try {
      return Integer.parseInt(authority.substring(start));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("the endpoint's address has no valid port");
    }
  }

  boolean isTls() {
    return tls;
  }

  /** The host's name or address; one of IPv6 in brackets. */
  String host() {
    return host;
  }

  int port() {
    return port;
  }

  /** The host and the port, if it was named: without credentials. */
  String authority() {
    return authority;
  }

  /** The path and query. */
  String path() {
    return path;
  }

  InetSocketAddress resolve() {
    return new InetSocketAddress(host, port);
  }

  /** Signs requests to AWS's own endpoints; null for others. */
  @Nullable AwsSigner signer() {
    return signer;
  }

  /** The value of {@code Authorization}; null without credentials. */
  @Nullable String basicAuthorization() {
    return credentials == null ? null : basic(credentials);
  }

  static String basic(String credentials) {
    byte[] bytes = credentials.getBytes(StandardCharsets.UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(bytes);
  }
}
