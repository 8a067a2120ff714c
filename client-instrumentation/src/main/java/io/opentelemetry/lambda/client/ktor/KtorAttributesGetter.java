package io.opentelemetry.lambda.client.ktor;

import io.ktor.client.request.HttpRequestData;
import io.ktor.client.statement.HttpResponse;
import io.ktor.http.Headers;
import io.ktor.http.HttpProtocolVersion;
import io.opentelemetry.instrumentation.api.semconv.http.HttpClientAttributesGetter;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tells the conventions' extractors of a request and its response. */
final class KtorAttributesGetter
    implements HttpClientAttributesGetter<HttpRequestData, HttpResponse> {

  @Override
  public String getHttpRequestMethod(HttpRequestData request) {
    return request.getMethod().getValue();
  }

  @Override
  public String getUrlFull(HttpRequestData request) {
    return request.getUrl().toString();
  }

  @Override
  public String getServerAddress(HttpRequestData request) {
    return request.getUrl().getHost();
  }

  @Override
  public Integer getServerPort(HttpRequestData request) {
    return request.getUrl().getPort();
  }

  @Override
  public List<String> getHttpRequestHeader(HttpRequestData request, String name) {
    return values(request.getHeaders(), name);
  }

  @Override
  public Integer getHttpResponseStatusCode(
      HttpRequestData request, HttpResponse response, @Nullable Throwable error) {
    return response.getStatus().getValue();
  }

  @Override
  public List<String> getHttpResponseHeader(
      HttpRequestData request, HttpResponse response, String name) {
    return values(response.getHeaders(), name);
  }

  private static List<String> values(Headers headers, String name) {
    List<String> values = headers.getAll(name);
    return values == null ? Collections.emptyList() : values;
  }

  @Override
  public @Nullable String getNetworkProtocolName(
      HttpRequestData request, @Nullable HttpResponse response) {
    return response == null ? null : response.getVersion().getName();
  }

  @Override
  public @Nullable String getNetworkProtocolVersion(
      HttpRequestData request, @Nullable HttpResponse response) {
    if (response == null) {
      return null;
    }
    HttpProtocolVersion version = response.getVersion();
    return version.getMinor() == 0
        ? Integer.toString(version.getMajor())
        : version.getMajor() + "." + version.getMinor();
  }
}
