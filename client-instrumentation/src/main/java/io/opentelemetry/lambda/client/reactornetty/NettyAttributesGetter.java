package io.opentelemetry.lambda.client.reactornetty;

import io.netty.handler.codec.http.HttpVersion;
import io.opentelemetry.instrumentation.api.semconv.http.HttpClientAttributesGetter;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.netty.Connection;
import reactor.netty.http.client.HttpClientResponse;

/** Tells the conventions' extractors of a call. */
final class NettyAttributesGetter
    implements HttpClientAttributesGetter<NettyRequest, HttpClientResponse> {

  @Override
  public @Nullable String getUrlFull(NettyRequest request) {
    return request.url;
  }

  @Override
  public String getHttpRequestMethod(NettyRequest request) {
    return request.request.method().name();
  }

  /** None if a connection has failed before there were any. */
  @Override
  public List<String> getHttpRequestHeader(NettyRequest request, String name) {
    try {
      return request.request.requestHeaders().getAll(name);
    } catch (IllegalStateException e) {
      return Collections.emptyList();
    }
  }

  /** Null if a connection has failed before there was a status. */
  @Override
  public @Nullable Integer getHttpResponseStatusCode(
      NettyRequest request, HttpClientResponse response, @Nullable Throwable error) {
    try {
      return response.status().code();
    } catch (IllegalStateException e) {
      return null;
    }
  }

  @Override
  public List<String> getHttpResponseHeader(
      NettyRequest request, HttpClientResponse response, String name) {
    try {
      return response.responseHeaders().getAll(name);
    } catch (IllegalStateException e) {
      return Collections.emptyList();
    }
  }

  @Override
  public @Nullable String getNetworkProtocolName(
      NettyRequest request, @Nullable HttpClientResponse response) {
    return response == null ? null : response.version().protocolName();
  }

  @Override
  public @Nullable String getNetworkProtocolVersion(
      NettyRequest request, @Nullable HttpClientResponse response) {
    if (response == null) {
      return null;
    }
    HttpVersion version = response.version();
    return version.minorVersion() == 0
        ? Integer.toString(version.majorVersion())
        : version.majorVersion() + "." + version.minorVersion();
  }

  @Override
  public @Nullable String getServerAddress(NettyRequest request) {
    return NettyUrl.host(request.url);
  }

  @Override
  public @Nullable Integer getServerPort(NettyRequest request) {
    return NettyUrl.port(request.url);
  }

  @Override
  public @Nullable InetSocketAddress getNetworkPeerInetSocketAddress(
      NettyRequest request, @Nullable HttpClientResponse response) {
    if (!(response instanceof Connection)) {
      return null;
    }
    SocketAddress address = ((Connection) response).channel().remoteAddress();
    return address instanceof InetSocketAddress ? (InetSocketAddress) address : null;
  }

  @Override
  public @Nullable String getErrorType(
      NettyRequest request, @Nullable HttpClientResponse response, @Nullable Throwable error) {
    return response == null && error == null ? "cancelled" : null;
  }
}
