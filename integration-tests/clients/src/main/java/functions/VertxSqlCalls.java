package functions;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.net.URI;
import java.util.List;

/** Vert.x's client of PostgreSQL, over one connection. */
final class VertxSqlCalls implements Client {

  private Pool pool;

  @Override
  public String call(String way, String url) throws Exception {
    Pool pool = pool(url);
    return get(
        switch (way) {
          case "query" -> query(pool);
          case "prepared" ->
              pool.preparedQuery("select 'found' as name where $1 = 1")
                  .execute(Tuple.of(1))
                  .map(VertxSqlCalls::name);
          case "batch" ->
              pool.preparedQuery("select 'found' as name where $1 = 1")
                  .executeBatch(List.of(Tuple.of(1), Tuple.of(2)))
                  .map(VertxSqlCalls::name);
          case "twice" -> query(pool).compose(name -> query(pool));
          case "transaction" ->
              pool.withTransaction(
                  connection ->
                      connection
                          .query("select 'found' as name")
                          .execute()
                          .map(VertxSqlCalls::name));
          case "error" -> pool.query("select nonsense").execute().map(VertxSqlCalls::name);
          default -> throw new IllegalArgumentException(way);
        });
  }

  private static Future<String> query(Pool pool) {
    return pool.query("select 'found' as name").execute().map(VertxSqlCalls::name);
  }

  private static String name(RowSet<Row> rows) {
    return rows.iterator().next().getString("name");
  }

  private static <T> T get(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get();
  }

  private Pool pool(String url) {
    if (pool == null) {
      URI uri = URI.create(url);
      String[] user = uri.getUserInfo().split(":", 2);
      pool =
          Pool.pool(
              Vertx.vertx(),
              new PgConnectOptions()
                  .setHost("localhost")
                  .setPort(uri.getPort())
                  .setDatabase("postgres")
                  .setUser(user[0])
                  .setPassword(user[1]),
              new PoolOptions().setMaxSize(1));
    }
    return pool;
  }
}
