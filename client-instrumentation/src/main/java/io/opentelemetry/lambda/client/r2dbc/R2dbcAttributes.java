package io.opentelemetry.lambda.client.r2dbc;

import io.opentelemetry.instrumentation.api.incubator.semconv.db.SqlClientAttributesGetter;
import io.opentelemetry.instrumentation.api.incubator.semconv.db.SqlDialect;
import io.opentelemetry.instrumentation.api.incubator.semconv.db.internal.SqlDialectUtil;
import io.opentelemetry.instrumentation.api.internal.SemconvStability;
import io.opentelemetry.instrumentation.r2dbc.v1_0.internal.DbExecution;
import io.r2dbc.spi.R2dbcException;
import java.util.Collection;
import java.util.Collections;
import org.jspecify.annotations.Nullable;

/** A query's attributes, which the library has for an older instrumentation API. */
final class R2dbcAttributes implements SqlClientAttributesGetter<DbExecution, Void> {

  @Override
  public String getDbSystemName(DbExecution query) {
    return SemconvStability.stableDbSystemName(query.getSystem());
  }

  @Override
  @SuppressWarnings("deprecation") // of the older conventions
  public String getDbSystem(DbExecution query) {
    return query.getSystem();
  }

  @Override
  public SqlDialect getSqlDialect(DbExecution query) {
    return SqlDialectUtil.fromDbSystemName(getDbSystemName(query));
  }

  @Override
  @SuppressWarnings("deprecation") // of the older conventions
  public @Nullable String getUser(DbExecution query) {
    return query.getUser();
  }

  @Override
  public @Nullable String getDbNamespace(DbExecution query) {
    return query.getName();
  }

  @Override
  @SuppressWarnings("deprecation") // of the older conventions
  public @Nullable String getConnectionString(DbExecution query) {
    return query.getConnectionString();
  }

  @Override
  public Collection<String> getRawQueryTexts(DbExecution query) {
    return Collections.singleton(query.getRawQueryText());
  }

  @Override
  public @Nullable String getErrorType(
      DbExecution query, @Nullable Void response, @Nullable Throwable error) {
    return error instanceof R2dbcException ? ((R2dbcException) error).getSqlState() : null;
  }

  @Override
  public @Nullable String getServerAddress(DbExecution query) {
    return query.getHost();
  }

  @Override
  public @Nullable Integer getServerPort(DbExecution query) {
    return query.getPort();
  }
}
