package io.opentelemetry.lambda.client.opensearch;

import io.opentelemetry.instrumentation.api.incubator.semconv.db.DbClientAttributesGetter;
import io.opentelemetry.instrumentation.api.instrumenter.Instrumenter;
import io.opentelemetry.instrumentation.api.internal.SemconvStability;
import io.opentelemetry.lambda.client.internal.DatabaseInstrumenters;
import java.net.Inet4Address;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;
import org.opensearch.client.Node;
import org.opensearch.client.Response;

/** Tells the conventions' extractors of a request. */
final class OpenSearchTracing implements DbClientAttributesGetter<OpenSearchRequest, Response> {

  private final OpenSearchTypes types;

  static Instrumenter<OpenSearchRequest, Response> create(String scope, OpenSearchTypes types) {
    return DatabaseInstrumenters.create(scope, new OpenSearchTracing(types));
  }

  private OpenSearchTracing(OpenSearchTypes types) {
    this.types = types;
  }

  @Override
  public String getDbSystemName(OpenSearchRequest request) {
    return "opensearch";
  }

  @Override
  public @Nullable String getDbNamespace(OpenSearchRequest request) {
    return null;
  }

  @Override
  public @Nullable String getDbQueryText(OpenSearchRequest request) {
    return SemconvStability.emitStableDatabaseSemconv()
        ? null
        : request.method + " " + request.endpoint;
  }

  @Override
  public String getDbOperationName(OpenSearchRequest request) {
    return request.method;
  }

  @Override
  public @Nullable String getErrorType(
      OpenSearchRequest request, @Nullable Response response, @Nullable Throwable error) {
    int status = response == null ? 200 : types.status(response);
    return status >= 400 || status < 100 ? Integer.toString(status) : null;
  }

  @Override
  public @Nullable String getServerAddress(OpenSearchRequest request) {
    Node server = server(request);
    return server == null ? null : types.host(server);
  }

  @Override
  public @Nullable Integer getServerPort(OpenSearchRequest request) {
    Node server = server(request);
    int port = server == null ? -1 : types.port(server);
    return port < 0 ? null : port;
  }

  /** The older conventions have the address that the response came from instead. */
  private static @Nullable Node server(OpenSearchRequest request) {
    return SemconvStability.emitStableDatabaseSemconv() ? request.server() : null;
  }

  @Override
  public @Nullable String getNetworkType(OpenSearchRequest request, @Nullable Response response) {
    InetAddress address = address(response);
    if (address == null) {
      return null;
    }
    return address instanceof Inet4Address ? "ipv4" : "ipv6";
  }

  @Override
  public @Nullable String getNetworkPeerAddress(
      OpenSearchRequest request, @Nullable Response response) {
    InetAddress address = address(response);
    return address == null ? null : address.getHostAddress();
  }

  private @Nullable InetAddress address(@Nullable Response response) {
    return response == null || SemconvStability.emitStableDatabaseSemconv()
        ? null
        : types.address(response);
  }
}
