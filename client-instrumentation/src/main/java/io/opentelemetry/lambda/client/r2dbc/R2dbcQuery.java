package io.opentelemetry.lambda.client.r2dbc;

import io.r2dbc.proxy.callback.ProxyConfig;
import io.r2dbc.spi.Batch;
import io.r2dbc.spi.Result;
import org.reactivestreams.Publisher;

/** A statement or a batch that is executed. */
final class R2dbcQuery {

  private final R2dbcListener listener;
  private final R2dbcConnection connection;
  private String sql;

  /**
   * @param sql empty for a batch
   */
  R2dbcQuery(R2dbcListener listener, R2dbcConnection connection, String sql) {
    this.listener = listener;
    this.connection = connection;
    this.sql = sql;
  }

  R2dbcConnection connection() {
    return connection;
  }

  /** To a batch, of which the library has one text. */
  void add(String statement) {
    sql = sql.isEmpty() ? statement : sql.concat(";\n").concat(statement);
  }

  /** Wraps the results, so that r2dbc-proxy tells the listener of them. */
  Publisher<? extends Result> trace(Publisher<? extends Result> results) {
    ProxyConfig config = new ProxyConfig();
    config.addListener(listener);
    return config.getProxyFactory().wrapBatch(new Executed(results), connection).add(sql).execute();
  }

  /** A batch of which no more than the results is wanted. */
  private static final class Executed implements Batch {

    private final Publisher<? extends Result> results;

    private Executed(Publisher<? extends Result> results) {
      this.results = results;
    }

    @Override
    public Batch add(String statement) {
      return this;
    }

    @Override
    public Publisher<? extends Result> execute() {
      return results;
    }
  }
}
