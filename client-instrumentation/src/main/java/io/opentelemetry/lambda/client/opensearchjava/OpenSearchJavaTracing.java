package io.opentelemetry.lambda.client.opensearchjava;

import io.opentelemetry.instrumentation.api.incubator.semconv.db.DbClientAttributesGetter;
import io.opentelemetry.instrumentation.api.instrumenter.Instrumenter;
import io.opentelemetry.instrumentation.api.internal.SemconvStability;
import io.opentelemetry.lambda.client.internal.DatabaseInstrumenters;
import org.jspecify.annotations.Nullable;
import org.opensearch.client.opensearch._types.OpenSearchException;

/** Tells the conventions' extractors of an operation. */
final class OpenSearchJavaTracing implements DbClientAttributesGetter<OpenSearchOperation, Void> {

  static Instrumenter<OpenSearchOperation, Void> create() {
    return DatabaseInstrumenters.create(
        "io.opentelemetry.opensearch-java-3.0", new OpenSearchJavaTracing());
  }

  @Override
  public String getDbSystemName(OpenSearchOperation operation) {
    return "opensearch";
  }

  @Override
  public @Nullable String getDbNamespace(OpenSearchOperation operation) {
    return null;
  }

  @Override
  public @Nullable String getDbQueryText(OpenSearchOperation operation) {
    return SemconvStability.emitStableDatabaseSemconv()
        ? null
        : operation.method + " " + operation.path;
  }

  @Override
  public String getDbOperationName(OpenSearchOperation operation) {
    return operation.method;
  }

  @Override
  public @Nullable String getErrorType(
      OpenSearchOperation operation, @Nullable Void response, @Nullable Throwable error) {
    return error instanceof OpenSearchException
        ? Integer.toString(((OpenSearchException) error).status())
        : null;
  }
}
