package io.opentelemetry.lambda.client.reactornetty;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;
import reactor.netty.http.client.HttpClientConfig;
import reactor.netty.http.client.HttpClientRequest;

/** A request, and the URL that it has been made for. */
final class NettyRequest {

  final HttpClientRequest request;
  final @Nullable String url;

  /** As it is about to be sent. */
  NettyRequest(HttpClientRequest request) {
    this(request, request.resourceUrl());
  }

  private NettyRequest(HttpClientRequest request, @Nullable String url) {
    this.request = request;
    this.url = url;
  }

  /** One that has no connection, and so knows no more than what it was asked for. */
  static NettyRequest unsent(HttpClientRequest request, HttpClientConfig client) {
    String uri = request.uri();
    String base = client.baseUrl();
    if (uri == null || (!uri.isEmpty() && !uri.startsWith("/"))) {
      return new NettyRequest(request, uri);
    }
    if (base != null) {
      boolean two = base.endsWith("/") && uri.startsWith("/");
      return new NettyRequest(request, base + (two ? uri.substring(1) : uri));
    }
    SocketAddress address = client.remoteAddress().get();
    return new NettyRequest(
        request,
        address instanceof InetSocketAddress
            ? url((InetSocketAddress) address, client.isSecure(), uri)
            : uri);
  }

  private static String url(InetSocketAddress address, boolean isSecure, String uri) {
    return (isSecure ? "https://" : "http://")
        + address.getHostString()
        + ":"
        + address.getPort()
        + (uri.startsWith("/") ? "" : "/")
        + uri;
  }

  static void setHeader(@Nullable NettyRequest request, String name, String value) {
    if (request != null) {
      request.request.header(name, value);
    }
  }
}
