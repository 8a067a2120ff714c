package io.opentelemetry.lambda.client.vertx;

import io.opentelemetry.instrumentation.api.semconv.http.HttpClientAttributesGetter;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.SocketAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tells the conventions' extractors of a request, by methods that Vert.x 4 and 5 have. */
final class VertxAttributesGetter
    implements HttpClientAttributesGetter<HttpClientRequest, HttpClientResponse> {

  @Override
  public String getUrlFull(HttpClientRequest request) {
    String uri = request.getURI();
    return uri.startsWith("http://") || uri.startsWith("https://") ? uri : request.absoluteURI();
  }

  @Override
  public String getHttpRequestMethod(HttpClientRequest request) {
    return request.getMethod().name();
  }

  @Override
  public List<String> getHttpRequestHeader(HttpClientRequest request, String name) {
    return request.headers().getAll(name);
  }

  @Override
  public Integer getHttpResponseStatusCode(
      HttpClientRequest request, HttpClientResponse response, @Nullable Throwable error) {
    return response.statusCode();
  }

  @Override
  public List<String> getHttpResponseHeader(
      HttpClientRequest request, HttpClientResponse response, String name) {
    return response.headers().getAll(name);
  }

  @Override
  public String getNetworkProtocolName(
      HttpClientRequest request, @Nullable HttpClientResponse response) {
    return "http";
  }

  @Override
  public @Nullable String getNetworkProtocolVersion(
      HttpClientRequest request, @Nullable HttpClientResponse response) {
    HttpVersion version = request.version();
    if (version == null) {
      return null;
    }
    return version == HttpVersion.HTTP_2 ? "2" : version == HttpVersion.HTTP_1_0 ? "1.0" : "1.1";
  }

  @Override
  public String getServerAddress(HttpClientRequest request) {
    String authority = authority(request);
    int port = portStart(authority);
    return port < 0 ? authority : authority.substring(0, port - 1);
  }

  @Override
  public Integer getServerPort(HttpClientRequest request) {
    String authority = authority(request);
    int port = portStart(authority);
    if (port >= 0) {
      return Integer.valueOf(authority.substring(port));
    }
    return request.absoluteURI().startsWith("https:") ? 443 : 80;
  }

  /** Host and port, without the port where it is the scheme's. */
  private static String authority(HttpClientRequest request) {
    String url = request.absoluteURI();
    int start = url.indexOf("://") + "://".length();
    return url.substring(start, url.length() - request.getURI().length());
  }

  /** Where the port begins; negative if there is none. */
  private static int portStart(String authority) {
    int colon = authority.lastIndexOf(':');
    return colon < 0 || authority.endsWith("]") ? -1 : colon + 1;
  }

  @Override
  public @Nullable String getNetworkPeerAddress(
      HttpClientRequest request, @Nullable HttpClientResponse response) {
    SocketAddress peer = peer(request, response);
    return peer == null ? null : peer.hostAddress();
  }

  @Override
  public @Nullable Integer getNetworkPeerPort(
      HttpClientRequest request, @Nullable HttpClientResponse response) {
    SocketAddress peer = peer(request, response);
    return peer == null ? null : peer.port();
  }

  private static @Nullable SocketAddress peer(
      HttpClientRequest request, @Nullable HttpClientResponse response) {
    HttpConnection connection = response == null ? null : request.connection();
    return connection == null ? null : connection.remoteAddress();
  }
}
