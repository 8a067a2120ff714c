package io.opentelemetry.lambda.client.reactornetty;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/** Finds the server in a URL. */
final class NettyUrl {

  static @Nullable String host(@Nullable String url) {
    URI uri = parse(url);
    return uri == null ? null : uri.getHost();
  }

  /** The one that the scheme stands for, if the URL has none. */
  static @Nullable Integer port(@Nullable String url) {
    URI uri = parse(url);
    if (uri == null || uri.getHost() == null) {
      return null;
    }
    if (uri.getPort() >= 0) {
      return uri.getPort();
    }
    return "https".equals(uri.getScheme()) ? Integer.valueOf(443) : Integer.valueOf(80);
  }

  /** Without path and query, which may have what a URI may not. */
  private static @Nullable URI parse(@Nullable String url) {
    int scheme = url == null ? -1 : url.indexOf("://");
    if (url == null || scheme < 0) {
      return null;
    }
    int end = scheme + "://".length();
    while (end < url.length() && "/?#".indexOf(url.charAt(end)) < 0) {
      end++;
    }
    try {
      return URI.create(url.substring(0, end));
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private NettyUrl() {}
}
