package io.opentelemetry.lambda.client.httpurlconnection;

import io.opentelemetry.instrumentation.api.semconv.http.HttpClientAttributesGetter;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tells the conventions' extractors of an exchange. */
final class UrlAttributesGetter implements HttpClientAttributesGetter<UrlExchange, Integer> {

  @Override
  public String getHttpRequestMethod(UrlExchange exchange) {
    return exchange.method;
  }

  @Override
  public String getUrlFull(UrlExchange exchange) {
    return exchange.connection.getURL().toExternalForm();
  }

  @Override
  public String getServerAddress(UrlExchange exchange) {
    return exchange.connection.getURL().getHost();
  }

  @Override
  public Integer getServerPort(UrlExchange exchange) {
    return exchange.connection.getURL().getPort();
  }

  @Override
  public List<String> getHttpRequestHeader(UrlExchange exchange, String name) {
    return listOf(exchange.connection.getRequestProperty(name));
  }

  @Override
  public List<String> getHttpResponseHeader(UrlExchange exchange, Integer status, String name) {
    return listOf(exchange.connection.getHeaderField(name));
  }

  private static List<String> listOf(@Nullable String value) {
    return value == null ? Collections.emptyList() : Collections.singletonList(value);
  }

  @Override
  public Integer getHttpResponseStatusCode(
      UrlExchange exchange, Integer status, @Nullable Throwable error) {
    return status;
  }

  @Override
  public String getNetworkProtocolName(UrlExchange exchange, @Nullable Integer status) {
    return "http";
  }

  @Override
  public String getNetworkProtocolVersion(UrlExchange exchange, @Nullable Integer status) {
    return "1.1";
  }
}
