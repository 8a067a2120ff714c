package functions;

import io.r2dbc.h2.H2Connection;
import io.r2dbc.pool.ConnectionPool;
import io.r2dbc.pool.ConnectionPoolConfiguration;
import io.r2dbc.spi.Batch;
import io.r2dbc.spi.Connection;
import io.r2dbc.spi.ConnectionFactories;
import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.Result;
import java.util.function.Function;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** An H2 in memory. */
final class R2dbcCalls implements Client {

  private static final String DATABASE = "h2:mem:///reactive?DB_CLOSE_DELAY=-1";

  private final ConnectionFactory factory = ConnectionFactories.get("r2dbc:" + DATABASE);
  private final ConnectionFactory pool = ConnectionFactories.get("r2dbc:pool:" + DATABASE);

  private final ConnectionPool ownPool =
      new ConnectionPool(ConnectionPoolConfiguration.builder(factory).maxSize(1).build());

  @Override
  public String call(String way, String url) {
    return switch (way) {
      case "statement" -> select(factory, "SELECT 'secret', 42");
      case "bound" -> run(factory, R2dbcCalls::bound);
      case "batch" -> run(factory, R2dbcCalls::batch);
      case "thread" -> run(factory, R2dbcCalls::onAnotherThread);
      case "pool" -> ((ConnectionPool) pool).getMetrics().isPresent() + select(pool, "SELECT 1");
      case "own-pool" -> select(ownPool, "SELECT 3");
      case "cast" -> run(factory, R2dbcCalls::cast);
      case "error" -> select(factory, "SELECT * FROM nothing");
      default -> throw new IllegalArgumentException(way);
    };
  }

  static String select(ConnectionFactory factory, String sql) {
    return run(factory, connection -> values(connection.createStatement(sql).execute()));
  }

  private static Publisher<String> bound(Connection connection) {
    return values(connection.createStatement("SELECT $1 + 1").bind("$1", 1).execute());
  }

  private static Publisher<String> batch(Connection connection) {
    Batch batch =
        connection
            .createBatch()
            .add("CREATE TABLE IF NOT EXISTS items (id INT)")
            .add("INSERT INTO items VALUES (1)");
    return Flux.from(batch.execute()).flatMap(Result::getRowsUpdated).map(String::valueOf);
  }

  private static Publisher<String> onAnotherThread(Connection connection) {
    return Mono.just("SELECT 1")
        .publishOn(Schedulers.single())
        .flatMapMany(sql -> values(connection.createStatement(sql).execute()));
  }

  private static Publisher<String> cast(Connection connection) {
    return values(((H2Connection) connection).createStatement("SELECT 2").execute());
  }

  private static Flux<String> values(Publisher<? extends Result> results) {
    return Flux.from(results).flatMap(result -> result.map((row, metadata) -> "" + row.get(0)));
  }

  private static String run(
      ConnectionFactory factory, Function<Connection, Publisher<String>> call) {
    return String.join(
        " ",
        Flux.usingWhen(factory.create(), call, Connection::close)
            .collectList()
            .blockOptional()
            .orElseThrow());
  }
}
