package io.opentelemetry.lambda.client.r2dbc;

import io.opentelemetry.context.Context;
import io.opentelemetry.instrumentation.api.util.VirtualField;
import io.opentelemetry.instrumentation.r2dbc.v1_0.internal.DbExecution;
import io.opentelemetry.lambda.client.internal.Hooks;
import io.opentelemetry.lambda.client.internal.LibrarySettings;
import io.opentelemetry.lambda.guard.Guarded;
import io.opentelemetry.lambda.guard.Otherwise;
import io.r2dbc.spi.Batch;
import io.r2dbc.spi.Connection;
import io.r2dbc.spi.ConnectionFactories;
import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.ConnectionFactoryOptions;
import io.r2dbc.spi.Result;
import io.r2dbc.spi.Statement;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;

/**
 * Traces what R2DBC drivers execute, by {@code opentelemetry-r2dbc-1.0} and the r2dbc-proxy that it
 * is for: the result of whatever statement a driver has is observed, so that factories, connections
 * and statements are the driver's own objects. As by the agent, those of factories that {@code
 * ConnectionFactories} has found.
 */
public final class R2dbc {

  static final String LIBRARY = "r2dbc";

  private static final @Nullable R2dbc INSTANCE = create();

  private final R2dbcListener listener = R2dbcListener.create(LibrarySettings.openTelemetry());
  private final VirtualField<ConnectionFactory, ConnectionFactoryOptions> options =
      VirtualField.find(ConnectionFactory.class, ConnectionFactoryOptions.class);
  private final VirtualField<Connection, R2dbcConnection> connections =
      VirtualField.find(Connection.class, R2dbcConnection.class);
  private final VirtualField<Statement, R2dbcQuery> statements =
      VirtualField.find(Statement.class, R2dbcQuery.class);
  private final VirtualField<Batch, R2dbcQuery> batches =
      VirtualField.find(Batch.class, R2dbcQuery.class);

  @Guarded(LIBRARY)
  private static @Nullable R2dbc create() {
    Hooks.leaveToUser(DbExecution.class);
    return new R2dbc();
  }

  private R2dbc() {}

  /** In the place of {@code ConnectionFactories.find}, where that class calls it. */
  public static @Nullable ConnectionFactory find(ConnectionFactoryOptions options) {
    ConnectionFactory factory = ConnectionFactories.find(options);
    try {
      if (INSTANCE != null && factory != null) {
        INSTANCE.options.set(factory, options);
      }
    } catch (Throwable e) {
      Hooks.leave(LIBRARY, e);
    }
    return factory;
  }

  /** On exit of a factory's method. */
  public static Publisher<?> create(Object factory, Publisher<?> result) {
    return result instanceof Mono ? create(factory, (Mono<?>) result) : result;
  }

  /** On exit of a factory's method, as it is for who knows the driver. */
  @Guarded(LIBRARY)
  public static Mono<?> create(Object factory, @Otherwise Mono<?> result) {
    return INSTANCE != null && factory instanceof ConnectionFactory
        ? INSTANCE.observe((ConnectionFactory) factory, result)
        : result;
  }

  /**
   * Also of a pool that the function has made, which tells in what context a connection is used.
   */
  private Mono<?> observe(ConnectionFactory factory, Mono<?> created) {
    ConnectionFactoryOptions found = options.get(factory);
    Context assembly = Context.current();
    return Mono.defer(
        () -> {
          Context subscription = Context.current();
          Context caller = subscription == Context.root() ? assembly : subscription;
          return created.doOnNext(connection -> keep(connection, found, caller));
        });
  }

  @Guarded(LIBRARY)
  private void keep(Object created, @Nullable ConnectionFactoryOptions found, Context caller) {
    Connection connection = (Connection) created;
    connections.set(connection, new R2dbcConnection(connection, found, caller));
  }

  /** On exit of a connection's method. */
  @Guarded(LIBRARY)
  public static @Nullable Statement createStatement(
      Object connection, String sql, @Otherwise @Nullable Statement result) {
    R2dbcConnection known = connection(connection);
    if (INSTANCE != null && known != null && result != null) {
      R2dbcConnection used = known.of(INSTANCE.statements.get(result));
      if (used != null) {
        INSTANCE.statements.set(result, new R2dbcQuery(INSTANCE.listener, used, sql));
      }
    }
    return result;
  }

  /** On exit of a connection's method. */
  @Guarded(LIBRARY)
  public static @Nullable Batch createBatch(Object connection, @Otherwise @Nullable Batch result) {
    R2dbcConnection known = connection(connection);
    if (INSTANCE != null && known != null && result != null) {
      R2dbcConnection used = known.of(INSTANCE.batches.get(result));
      if (used != null) {
        INSTANCE.batches.set(result, new R2dbcQuery(INSTANCE.listener, used, ""));
      }
    }
    return result;
  }

  private static @Nullable R2dbcConnection connection(Object connection) {
    return INSTANCE != null && connection instanceof Connection
        ? INSTANCE.connections.get((Connection) connection)
        : null;
  }

  /** On entry of a batch's method. */
  @Guarded(LIBRARY)
  public static void add(Object batch, String sql) {
    if (INSTANCE != null && batch instanceof Batch) {
      R2dbcQuery query = INSTANCE.batches.get((Batch) batch);
      if (query != null) {
        query.add(sql);
      }
    }
  }

  /** On exit of a statement's or a batch's method. */
  @SuppressWarnings("unchecked") // what these execute has results
  @Guarded(LIBRARY)
  public static Publisher<?> execute(Object executed, @Otherwise Publisher<?> result) {
    R2dbcQuery query = query(executed);
    return query == null ? result : query.trace((Publisher<? extends Result>) result);
  }

  private static @Nullable R2dbcQuery query(Object executed) {
    if (INSTANCE == null) {
      return null;
    }
    if (executed instanceof Statement) {
      return INSTANCE.statements.get((Statement) executed);
    }
    return executed instanceof Batch ? INSTANCE.batches.get((Batch) executed) : null;
  }
}
