package io.opentelemetry.lambda.client.opensearch;

import io.opentelemetry.instrumentation.api.incubator.semconv.db.DbClientAttributesExtractor;
import io.opentelemetry.instrumentation.api.incubator.semconv.db.DbClientAttributesGetter;
import io.opentelemetry.instrumentation.api.incubator.semconv.db.DbClientMetrics;
import io.opentelemetry.instrumentation.api.incubator.semconv.db.DbClientSpanNameExtractor;
import io.opentelemetry.instrumentation.api.instrumenter.Instrumenter;
import io.opentelemetry.instrumentation.api.instrumenter.InstrumenterBuilder;
import io.opentelemetry.instrumentation.api.instrumenter.SpanKindExtractor;
import io.opentelemetry.instrumentation.api.internal.SemconvStability;
import io.opentelemetry.lambda.client.internal.LibrarySettings;
import java.net.Inet4Address;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;
import org.opensearch.client.Response;

/** Tells the conventions' extractors of a request. */
final class OpenSearchTracing implements DbClientAttributesGetter<OpenSearchRequest, Response> {

  private final OpenSearchResponses responses;

  static Instrumenter<OpenSearchRequest, Response> create(
      String scope, OpenSearchResponses responses) {
    OpenSearchTracing getter = new OpenSearchTracing(responses);
    InstrumenterBuilder<OpenSearchRequest, Response> builder =
        Instrumenter.builder(
            LibrarySettings.openTelemetry(), scope, DbClientSpanNameExtractor.create(getter));
    return builder
        .addAttributesExtractor(DbClientAttributesExtractor.create(getter))
        .addOperationMetrics(DbClientMetrics.get())
        .buildInstrumenter(SpanKindExtractor.alwaysClient());
  }

  /** The older conventions have the address that the response came from instead. */
  static boolean needsServer() {
    return SemconvStability.emitStableDatabaseSemconv();
  }

  private OpenSearchTracing(OpenSearchResponses responses) {
    this.responses = responses;
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
    int status = response == null ? 200 : responses.status(response);
    return status >= 400 || status < 100 ? Integer.toString(status) : null;
  }

  @Override
  public @Nullable String getServerAddress(OpenSearchRequest request) {
    return request.host;
  }

  @Override
  public @Nullable Integer getServerPort(OpenSearchRequest request) {
    return request.port < 0 ? null : request.port;
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
        : responses.address(response);
  }
}
