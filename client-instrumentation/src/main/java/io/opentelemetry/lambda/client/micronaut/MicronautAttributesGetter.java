package io.opentelemetry.lambda.client.micronaut;

import io.micronaut.http.HttpResponse;
import io.opentelemetry.instrumentation.api.semconv.http.HttpClientAttributesGetter;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tells the conventions' extractors of a request. */
final class MicronautAttributesGetter
    implements HttpClientAttributesGetter<MicronautCall, HttpResponse<?>> {

  @Override
  public String getUrlFull(MicronautCall call) {
    return call.request.getUri().toString();
  }

  @Override
  public String getHttpRequestMethod(MicronautCall call) {
    return call.request.getMethodName();
  }

  @Override
  public List<String> getHttpRequestHeader(MicronautCall call, String name) {
    return call.request.getHeaders().getAll(name);
  }

  @Override
  public Integer getHttpResponseStatusCode(
      MicronautCall call, HttpResponse<?> response, @Nullable Throwable error) {
    return response.code();
  }

  @Override
  public List<String> getHttpResponseHeader(
      MicronautCall call, HttpResponse<?> response, String name) {
    return response.getHeaders().getAll(name);
  }

  @Override
  public String getNetworkProtocolName(MicronautCall call, @Nullable HttpResponse<?> response) {
    return "http";
  }

  @Override
  public String getNetworkProtocolVersion(MicronautCall call, @Nullable HttpResponse<?> response) {
    return "1.1";
  }

  @Override
  public @Nullable String getServerAddress(MicronautCall call) {
    return call.request.getUri().getHost();
  }

  @Override
  public @Nullable Integer getServerPort(MicronautCall call) {
    URI uri = call.request.getUri();
    if (uri.getHost() == null || uri.getPort() >= 0) {
      return uri.getHost() == null ? null : uri.getPort();
    }
    return "https".equals(uri.getScheme()) ? 443 : 80;
  }

  @Override
  public @Nullable InetSocketAddress getNetworkPeerInetSocketAddress(
      MicronautCall call, @Nullable HttpResponse<?> response) {
    return call.peer();
  }
}
