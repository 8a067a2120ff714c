package io.opentelemetry.lambda.client.r2dbc;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import io.r2dbc.proxy.core.ConnectionInfo;
import io.r2dbc.proxy.core.ValueStore;
import io.r2dbc.spi.Connection;
import io.r2dbc.spi.ConnectionFactoryOptions;
import java.lang.ref.WeakReference;
import org.jspecify.annotations.Nullable;

/** Describes a connection to the listener. */
final class R2dbcConnection implements ConnectionInfo {

  /** Weak, since this is kept for as long as the connection is there. */
  private final WeakReference<Connection> connection;

  /** Null where the factory has not been found by any. */
  private final @Nullable ConnectionFactoryOptions options;

  private final Context caller;
  private final ValueStore values = ValueStore.create();

  /**
   * @param caller the context in which the connection was asked for
   */
  R2dbcConnection(
      Connection connection, @Nullable ConnectionFactoryOptions options, Context caller) {
    this.connection = new WeakReference<>(connection);
    this.options = options;
    this.caller = caller;
  }

  @Nullable ConnectionFactoryOptions options() {
    return options;
  }

  /**
   * A pool's connection has its statements from another connection.
   *
   * @param query what is known of the statement, from that connection
   * @return null if the statement is of no factory that has been found
   */
  @Nullable R2dbcConnection of(@Nullable R2dbcQuery query) {
    if (options != null) {
      return this;
    }
    Connection used = connection.get();
    return query == null || used == null
        ? null
        : new R2dbcConnection(used, query.connection().options, caller);
  }

  /**
   * A driver executes on threads of its own, which have no context. A connection may have been made
   * for a call that is over.
   */
  Context parent() {
    Context current = Context.current();
    Span span = Span.fromContext(caller);
    boolean over = span.getSpanContext().isSampled() && !span.isRecording();
    return current == Context.root() && !over ? caller : current;
  }

  @Override
  public @Nullable Connection getOriginalConnection() {
    return connection.get();
  }

  @Override
  public ValueStore getValueStore() {
    return values;
  }

  @Override
  public String getConnectionId() {
    return "";
  }

  @Override
  public boolean isClosed() {
    return false;
  }

  @Override
  public void setClosed(boolean closed) {}

  @Override
  public int getTransactionCount() {
    return 0;
  }

  @Override
  public int getCommitCount() {
    return 0;
  }

  @Override
  public int getRollbackCount() {
    return 0;
  }

  @Override
  public void incrementTransactionCount() {}

  @Override
  public void incrementCommitCount() {}

  @Override
  public void incrementRollbackCount() {}
}
