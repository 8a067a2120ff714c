package io.opentelemetry.lambda.client.vertx;

import io.opentelemetry.instrumentation.api.semconv.http.HttpClientAttributesGetter;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tells the conventions' extractors of a connection that failed: only where it should have led. */
final class VertxConnectAttributesGetter implements HttpClientAttributesGetter<VertxConnect, Void> {

  @Override
  public @Nullable String getUrlFull(VertxConnect connect) {
    return null;
  }

  @Override
  public @Nullable String getHttpRequestMethod(VertxConnect connect) {
    return null;
  }

  @Override
  public List<String> getHttpRequestHeader(VertxConnect connect, String name) {
    return Collections.emptyList();
  }

  @Override
  public @Nullable Integer getHttpResponseStatusCode(
      VertxConnect connect, Void response, @Nullable Throwable error) {
    return null;
  }

  @Override
  public List<String> getHttpResponseHeader(VertxConnect connect, Void response, String name) {
    return Collections.emptyList();
  }

  @Override
  public @Nullable String getServerAddress(VertxConnect connect) {
    return connect.host();
  }

  @Override
  public @Nullable Integer getServerPort(VertxConnect connect) {
    return connect.port();
  }
}
