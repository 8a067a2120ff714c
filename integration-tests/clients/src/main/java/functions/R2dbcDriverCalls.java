package functions;

import io.r2dbc.spi.Batch;
import io.r2dbc.spi.Connection;
import io.r2dbc.spi.ConnectionFactories;
import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.Result;
import io.r2dbc.spi.Statement;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;

/** A database of any driver's, at the URL, whose parameters are marked as MySQL does or by $1. */
final class R2dbcDriverCalls implements Client {

  private final Map<String, ConnectionFactory> factories = new ConcurrentHashMap<>();

  @Override
  public String call(String way, String url) {
    ConnectionFactory factory = factories.computeIfAbsent(url, ConnectionFactories::get);
    return switch (way) {
      case "statement" -> run(factory, c -> values(c.createStatement("SELECT 'secret', 42")));
      case "dollar" -> run(factory, c -> values(c.createStatement("SELECT $1 + 1").bind(0, 1)));
      case "question" -> run(factory, c -> values(c.createStatement("SELECT ? + 1").bind(0, 1)));
      case "batch" -> run(factory, R2dbcDriverCalls::batch);
      case "error" -> run(factory, c -> values(c.createStatement("SELECT * FROM nothing")));
      default -> throw new IllegalArgumentException(way);
    };
  }

  private static Publisher<String> batch(Connection connection) {
    Batch batch = connection.createBatch().add("SELECT 'one'").add("SELECT 'two'");
    return values(batch.execute());
  }

  private static Flux<String> values(Statement statement) {
    return values(statement.execute());
  }

  private static Flux<String> values(Publisher<? extends Result> results) {
    return Flux.from(results).concatMap(result -> result.map((row, metadata) -> "" + row.get(0)));
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
