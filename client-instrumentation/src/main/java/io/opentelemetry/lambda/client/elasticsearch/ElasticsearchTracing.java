package io.opentelemetry.lambda.client.elasticsearch;

import io.opentelemetry.instrumentation.api.incubator.config.internal.CommonConfig;
import io.opentelemetry.instrumentation.api.incubator.semconv.db.DbClientAttributesGetter;
import io.opentelemetry.instrumentation.api.incubator.semconv.db.DbClientSpanNameExtractor;
import io.opentelemetry.instrumentation.api.instrumenter.Instrumenter;
import io.opentelemetry.instrumentation.api.instrumenter.SpanKindExtractor;
import io.opentelemetry.instrumentation.api.instrumenter.SpanNameExtractor;
import io.opentelemetry.instrumentation.api.internal.SemconvStability;
import io.opentelemetry.lambda.client.internal.DatabaseInstrumenters;
import io.opentelemetry.lambda.client.internal.LibrarySettings;
import org.apache.http.HttpHost;
import org.elasticsearch.client.Response;
import org.jspecify.annotations.Nullable;

/**
 * Tells the conventions' extractors of a request; a span has the name of its operation, or of its
 * HTTP method.
 */
final class ElasticsearchTracing
    implements DbClientAttributesGetter<ElasticsearchRequest, Response>,
        SpanNameExtractor<ElasticsearchRequest> {

  private final SpanNameExtractor<ElasticsearchRequest> stableName =
      DbClientSpanNameExtractor.create(this);

  static Instrumenter<ElasticsearchRequest, Response> create() {
    ElasticsearchTracing tracing = new ElasticsearchTracing();
    return DatabaseInstrumenters.builder(
            "io.opentelemetry.elasticsearch-rest-7.0", tracing, tracing)
        .addAttributesExtractor(
            new ElasticsearchHttp(new CommonConfig(LibrarySettings.openTelemetry())))
        .buildInstrumenter(SpanKindExtractor.alwaysClient());
  }

  @Override
  public String extract(ElasticsearchRequest request) {
    if (SemconvStability.emitStableDatabaseSemconv()) {
      return stableName.extract(request);
    }
    return request.operation == null ? request.method : request.operation;
  }

  @Override
  public String getDbSystemName(ElasticsearchRequest request) {
    return "elasticsearch";
  }

  @Override
  public @Nullable String getDbNamespace(ElasticsearchRequest request) {
    return null;
  }

  @Override
  public @Nullable String getDbQueryText(ElasticsearchRequest request) {
    return null;
  }

  @Override
  public @Nullable String getDbOperationName(ElasticsearchRequest request) {
    return request.operation;
  }

  @Override
  public @Nullable String getErrorType(
      ElasticsearchRequest request, @Nullable Response response, @Nullable Throwable error) {
    int status = response == null ? 200 : response.getStatusLine().getStatusCode();
    return status >= 400 || status < 100 ? Integer.toString(status) : null;
  }

  /** That of the response is set later, by the older conventions. */
  @Override
  public @Nullable String getServerAddress(ElasticsearchRequest request) {
    HttpHost server = server(request);
    return server == null ? null : server.getHostName();
  }

  @Override
  public @Nullable Integer getServerPort(ElasticsearchRequest request) {
    HttpHost server = server(request);
    return server == null || server.getPort() < 0 ? null : server.getPort();
  }

  private static @Nullable HttpHost server(ElasticsearchRequest request) {
    return SemconvStability.emitStableDatabaseSemconv() ? request.server() : null;
  }
}
