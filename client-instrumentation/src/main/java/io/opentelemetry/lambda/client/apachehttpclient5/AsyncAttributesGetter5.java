package io.opentelemetry.lambda.client.apachehttpclient5;

import io.opentelemetry.instrumentation.api.internal.HttpConstants;
import io.opentelemetry.instrumentation.api.semconv.http.HttpClientAttributesGetter;
import java.util.ArrayList;
import java.util.List;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.MessageHeaders;
import org.apache.hc.core5.http.ProtocolVersion;
import org.apache.hc.core5.net.URIAuthority;
import org.jspecify.annotations.Nullable;

/** Tells the conventions' extractors of a call. */
final class AsyncAttributesGetter5
    implements HttpClientAttributesGetter<HttpRequest, HttpResponse> {

  @Override
  public String getHttpRequestMethod(HttpRequest request) {
    return request.getMethod();
  }

  @Override
  public String getUrlFull(HttpRequest request) {
    StringBuilder url = new StringBuilder();
    URIAuthority authority = request.getAuthority();
    if (authority != null) {
      String scheme = request.getScheme();
      url.append(scheme == null ? "http" : scheme).append("://").append(authority.getHostName());
      if (authority.getPort() >= 0) {
        url.append(':').append(authority.getPort());
      }
    }
    String path = request.getPath();
    if (path == null) {
      return url.append('/').toString();
    }
    if (url.length() > 0 && !path.startsWith("/")) {
      url.append('/');
    }
    return url.append(path).toString();
  }

  @Override
  public @Nullable String getServerAddress(HttpRequest request) {
    URIAuthority authority = request.getAuthority();
    return authority == null ? null : authority.getHostName();
  }

  @Override
  public @Nullable Integer getServerPort(HttpRequest request) {
    URIAuthority authority = request.getAuthority();
    return authority == null
        ? null
        : HttpConstants.portOrDefaultFromScheme(authority.getPort(), request.getScheme());
  }

  @Override
  public List<String> getHttpRequestHeader(HttpRequest request, String name) {
    return values(request, name);
  }

  @Override
  public Integer getHttpResponseStatusCode(
      HttpRequest request, HttpResponse response, @Nullable Throwable error) {
    return response.getCode();
  }

  @Override
  public List<String> getHttpResponseHeader(
      HttpRequest request, HttpResponse response, String name) {
    return values(response, name);
  }

  private static List<String> values(MessageHeaders message, String name) {
    List<String> values = new ArrayList<>();
    for (Header header : message.getHeaders(name)) {
      values.add(header.getValue());
    }
    return values;
  }

  @Override
  public @Nullable String getNetworkProtocolName(
      HttpRequest request, @Nullable HttpResponse response) {
    ProtocolVersion version = version(request, response);
    return version == null ? null : version.getProtocol();
  }

  @Override
  public @Nullable String getNetworkProtocolVersion(
      HttpRequest request, @Nullable HttpResponse response) {
    ProtocolVersion version = version(request, response);
    if (version == null) {
      return null;
    }
    return version.getMinor() == 0
        ? Integer.toString(version.getMajor())
        : version.getMajor() + "." + version.getMinor();
  }

  private static @Nullable ProtocolVersion version(
      HttpRequest request, @Nullable HttpResponse response) {
    ProtocolVersion version = request.getVersion();
    return version == null && response != null ? response.getVersion() : version;
  }
}
