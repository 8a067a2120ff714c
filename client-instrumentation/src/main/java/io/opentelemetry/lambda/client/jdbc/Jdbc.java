package io.opentelemetry.lambda.client.jdbc;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.context.Context;
import io.opentelemetry.instrumentation.api.incubator.config.internal.DbConfig;
import io.opentelemetry.instrumentation.api.instrumenter.Instrumenter;
import io.opentelemetry.instrumentation.jdbc.internal.DbRequest;
import io.opentelemetry.instrumentation.jdbc.internal.JdbcConnectionUrlParser;
import io.opentelemetry.instrumentation.jdbc.internal.JdbcData;
import io.opentelemetry.instrumentation.jdbc.internal.JdbcInstrumenterFactory;
import io.opentelemetry.lambda.client.internal.Execution;
import io.opentelemetry.lambda.client.internal.Hooks;
import io.opentelemetry.lambda.client.internal.LibrarySettings;
import io.opentelemetry.lambda.guard.Guarded;
import io.opentelemetry.lambda.guard.Otherwise;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.PreparedStatement;
import java.sql.Statement;
import java.util.Collections;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * Traces what any JDBC driver executes, by {@code opentelemetry-jdbc}: its instrumenter is called
 * around the methods of whatever statement a driver has, so that connections and statements are the
 * driver's own objects. Of a statement within a statement, such as a pool's or a driver's for
 * itself, there is one span.
 */
public final class Jdbc {

  private static final String LIBRARY = "jdbc";

  private static final @Nullable Instrumenter<DbRequest, Void> INSTRUMENTER = create();

  @Guarded(LIBRARY)
  private static @Nullable Instrumenter<DbRequest, Void> create() {
    Hooks.leaveToUser(JdbcInstrumenterFactory.class);
    OpenTelemetry openTelemetry = LibrarySettings.openTelemetry();
    boolean sanitizes = DbConfig.isQuerySanitizationEnabled(openTelemetry, LIBRARY);
    return JdbcInstrumenterFactory.createStatementInstrumenter(
        openTelemetry, /* enabled= */ true, sanitizes, /* captureQueryParameters= */ false);
  }

  /** On exit of a driver's method. */
  @Guarded(LIBRARY)
  public static @Nullable Connection connect(
      Object driver, String url, Properties properties, @Otherwise @Nullable Connection result) {
    if (INSTRUMENTER != null && driver instanceof Driver && result != null) {
      JdbcData.CONNECTION_INFO.set(
          result, JdbcData.intern(JdbcConnectionUrlParser.parse(url, properties)));
    }
    return result;
  }

  /** On exit of a connection's method. */
  public static @Nullable PreparedStatement prepareStatement(
      Object connection, String sql, @Nullable PreparedStatement result) {
    prepared(connection, sql, result);
    return result;
  }

  /** On exit of a connection's method. */
  public static @Nullable CallableStatement prepareCall(
      Object connection, String sql, @Nullable CallableStatement result) {
    prepared(connection, sql, result);
    return result;
  }

  @Guarded(LIBRARY)
  private static void prepared(
      Object connection, String sql, @Nullable PreparedStatement statement) {
    if (INSTRUMENTER != null && connection instanceof Connection && statement != null) {
      JdbcData.PREPARED_STATEMENT.set(statement, sql);
    }
  }

  /** On entry of a statement's method. */
  @Guarded(LIBRARY)
  public static void addBatch(Object statement, String sql) {
    if (INSTRUMENTER != null && statement instanceof Statement) {
      JdbcData.addStatementBatch((Statement) statement, sql);
    }
  }

  /** On entry of a prepared statement's method. */
  @Guarded(LIBRARY)
  public static void addBatch(Object statement) {
    if (INSTRUMENTER != null && statement instanceof PreparedStatement) {
      JdbcData.addPreparedStatementBatch((PreparedStatement) statement);
    }
  }

  /** On entry of a statement's method. */
  @Guarded(LIBRARY)
  public static void clearBatch(Object statement) {
    if (INSTRUMENTER != null && statement instanceof Statement) {
      JdbcData.clearBatch((Statement) statement);
    }
  }

  /** Around each method that executes the SQL that it is given. */
  @Guarded(LIBRARY)
  public static @Nullable Object statement(Object statement, String sql) {
    return INSTRUMENTER != null && statement instanceof Statement
        ? start(INSTRUMENTER, DbRequest.create((Statement) statement, sql))
        : null;
  }

  /** Around each method that executes the SQL that the statement was prepared with. */
  @Guarded(LIBRARY)
  public static @Nullable Object preparedStatement(Object statement) {
    if (INSTRUMENTER == null || !(statement instanceof PreparedStatement)) {
      return null;
    }
    return start(
        INSTRUMENTER,
        DbRequest.create((PreparedStatement) statement, Collections.<String, String>emptyMap()));
  }

  /** Around each method that executes what was added. */
  @Guarded(LIBRARY)
  public static @Nullable Object batch(Object statement) {
    return INSTRUMENTER != null && statement instanceof Statement
        ? start(INSTRUMENTER, batch((Statement) statement))
        : null;
  }

  private static @Nullable DbRequest batch(Statement statement) {
    if (statement instanceof PreparedStatement) {
      PreparedStatement prepared = (PreparedStatement) statement;
      String sql = JdbcData.PREPARED_STATEMENT.get(prepared);
      Long size = JdbcData.getPreparedStatementBatchSize(prepared);
      return sql == null
          ? null
          : DbRequest.create(
              prepared,
              sql,
              size == null ? 0L : size,
              Collections.<String, String>emptyMap(),
              /* parameterizedQuery= */ true);
    }
    JdbcData.StatementBatchInfo added = JdbcData.getStatementBatchInfo(statement);
    return added == null
        ? DbRequest.create(statement, Collections.<String>emptyList(), 0L, false)
        : DbRequest.create(statement, added.getQueryTexts(), added.getBatchSize(), false);
  }

  private static @Nullable Object start(
      Instrumenter<DbRequest, Void> instrumenter, @Nullable DbRequest request) {
    return request == null
        ? null
        : Execution.start(LIBRARY, instrumenter, request, Context.current());
  }

  /** After what was started. */
  public static void end(@Nullable Object started, @Nullable Throwable error) {
    if (started != null) {
      ((Execution<?, ?>) started).end(error);
    }
  }

  private Jdbc() {}
}
