package io.opentelemetry.lambda.client.internal;

import io.opentelemetry.instrumentation.api.incubator.semconv.db.DbClientAttributesExtractor;
import io.opentelemetry.instrumentation.api.incubator.semconv.db.DbClientAttributesGetter;
import io.opentelemetry.instrumentation.api.incubator.semconv.db.DbClientMetrics;
import io.opentelemetry.instrumentation.api.incubator.semconv.db.DbClientSpanNameExtractor;
import io.opentelemetry.instrumentation.api.instrumenter.Instrumenter;
import io.opentelemetry.instrumentation.api.instrumenter.InstrumenterBuilder;
import io.opentelemetry.instrumentation.api.instrumenter.SpanKindExtractor;
import io.opentelemetry.instrumentation.api.instrumenter.SpanNameExtractor;

/** Makes the instrumenters of databases' clients, for which OpenTelemetry has no library. */
public final class DatabaseInstrumenters {

  /** One whose spans have the names of the conventions. */
  public static <Q, R> Instrumenter<Q, R> create(
      String scope, DbClientAttributesGetter<Q, R> getter) {
    return builder(scope, DbClientSpanNameExtractor.create(getter), getter)
        .buildInstrumenter(SpanKindExtractor.alwaysClient());
  }

  /** One whose spans have other names, and to which more can be added. */
  public static <Q, R> InstrumenterBuilder<Q, R> builder(
      String scope, SpanNameExtractor<Q> names, DbClientAttributesGetter<Q, R> getter) {
    InstrumenterBuilder<Q, R> builder =
        Instrumenter.builder(LibrarySettings.openTelemetry(), scope, names);
    return builder
        .addAttributesExtractor(DbClientAttributesExtractor.create(getter))
        .addOperationMetrics(DbClientMetrics.get());
  }

  private DatabaseInstrumenters() {}
}
