package io.opentelemetry.lambda.client.r2dbc;

import io.opentelemetry.lambda.client.Probe;
import io.r2dbc.spi.Connection;
import io.r2dbc.spi.ConnectionFactories;
import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.ConnectionFactoryOptions;
import io.r2dbc.spi.Result;
import io.r2dbc.spi.Statement;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;

public final class R2dbcProbe implements Probe {

  @Override
  public String call(boolean hooked, String url) {
    ConnectionFactoryOptions options = ConnectionFactoryOptions.parse("r2dbc:h2:mem:///probe");
    ConnectionFactory factory = hooked ? R2dbc.find(options) : ConnectionFactories.find(options);
    return Flux.usingWhen(
            connect(factory, hooked), connection -> select(connection, hooked), Connection::close)
        .blockLast();
  }

  @SuppressWarnings("unchecked") // a factory creates connections
  private static Publisher<Connection> connect(ConnectionFactory factory, boolean hooked) {
    return (Publisher<Connection>)
        (hooked ? R2dbc.create(factory, factory.create()) : factory.create());
  }

  @SuppressWarnings("unchecked") // a statement has results
  private static Publisher<String> select(Connection connection, boolean hooked) {
    String sql = "SELECT 'found'";
    Statement statement = connection.createStatement(sql);
    Publisher<? extends Result> results = statement.execute();
    if (hooked) {
      Statement seen = R2dbc.createStatement(connection, sql, statement);
      results = (Publisher<? extends Result>) R2dbc.execute(seen, results);
    }
    return Flux.from(results)
        .flatMap(result -> result.map((row, metadata) -> row.get(0, String.class)));
  }
}
