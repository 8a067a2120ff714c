package io.opentelemetry.lambda.client.r2dbc;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.context.Scope;
import io.opentelemetry.instrumentation.api.incubator.config.internal.DbConfig;
import io.opentelemetry.instrumentation.api.incubator.semconv.db.DbClientSpanNameExtractor;
import io.opentelemetry.instrumentation.api.incubator.semconv.db.SqlClientAttributesExtractor;
import io.opentelemetry.instrumentation.api.instrumenter.Instrumenter;
import io.opentelemetry.instrumentation.api.instrumenter.SpanKindExtractor;
import io.opentelemetry.instrumentation.r2dbc.v1_0.internal.DbExecution;
import io.opentelemetry.instrumentation.r2dbc.v1_0.internal.TraceProxyListener;
import io.opentelemetry.lambda.guard.Guarded;
import io.r2dbc.proxy.core.QueryExecutionInfo;
import io.r2dbc.proxy.listener.ProxyExecutionListener;
import io.r2dbc.spi.ConnectionFactoryOptions;

/** Has the library's listener trace a query, and keeps what fails from it. */
final class R2dbcListener implements ProxyExecutionListener {

  private final Instrumenter<DbExecution, Void> instrumenter;

  /** The library's own builder calls what is not there any more. */
  static R2dbcListener create(OpenTelemetry openTelemetry) {
    R2dbcAttributes attributes = new R2dbcAttributes();
    return new R2dbcListener(
        Instrumenter.<DbExecution, Void>builder(
                openTelemetry,
                "io.opentelemetry.r2dbc-1.0",
                DbClientSpanNameExtractor.create(attributes))
            .addAttributesExtractor(
                SqlClientAttributesExtractor.builder(attributes)
                    .setQuerySanitizationEnabled(
                        DbConfig.isQuerySanitizationEnabled(openTelemetry, R2dbc.LIBRARY))
                    .build())
            .buildInstrumenter(SpanKindExtractor.alwaysClient()));
  }

  private R2dbcListener(Instrumenter<DbExecution, Void> instrumenter) {
    this.instrumenter = instrumenter;
  }

  @Override
  @Guarded("a call of " + R2dbc.LIBRARY)
  public void beforeQuery(QueryExecutionInfo query) {
    R2dbcConnection connection = (R2dbcConnection) query.getConnectionInfo();
    ConnectionFactoryOptions options = connection.options();
    if (options == null) {
      return;
    }
    TraceProxyListener library = new TraceProxyListener(instrumenter, options);
    try (Scope scope = connection.parent().makeCurrent()) {
      library.beforeQuery(query);
    }
    query.getValueStore().put(TraceProxyListener.class, library);
  }

  @Override
  @Guarded("a call of " + R2dbc.LIBRARY)
  public void afterQuery(QueryExecutionInfo query) {
    TraceProxyListener library =
        query.getValueStore().get(TraceProxyListener.class, TraceProxyListener.class);
    if (library != null) {
      library.afterQuery(query);
    }
  }
}
